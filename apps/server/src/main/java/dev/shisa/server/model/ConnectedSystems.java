package dev.shisa.server.model;

import dev.shisa.conformity.FactKey;
import dev.shisa.server.model.ProductModel.Said;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Components of others in a product's model: what happens to the product may reach them by its connections (guide 004, 指針15 ①). */
@Service
@Transactional(readOnly = true)
public class ConnectedSystems {

    private static final FactKey KIND = new FactKey("component.kind");
    private static final FactKey OWNER = new FactKey("component.owner");

    private final Models models;
    private final ModelWords words;

    ConnectedSystems(Models models, ModelWords words) {
        this.models = models;
        this.words = words;
    }

    /**
     * A component that is not the maker's own.
     *
     * @param kind in the reader's language; empty: nobody answered
     * @param owner whose it is, in the maker's words; may be empty
     */
    public record Connected(String name, String kind, String owner) {}

    /** Those of a series; empty: it has no model, so nobody knows. */
    public Optional<List<Connected>> of(Series series, Ui ui) {
        ProductModel model = models.of(series);
        return model.isEmpty()
                ? Optional.empty()
                : Optional.of(model.components().stream()
                        .filter(c -> !c.isOwn() && !c.kind().is("attacker"))
                        .map(c -> new Connected(c.name(), label(c.kind(), ui), owner(c.owner(), ui)))
                        .toList());
    }

    /** What was said beside the answer, which names whose it is; that it is the user's says enough by itself. */
    private String owner(Said owner, Ui ui) {
        boolean isUsers = owner.is("user");
        return isUsers && owner.detail().isEmpty()
                ? words.label(OWNER, "user", ui)
                : isUsers || owner.is("other") ? owner.detail() : "";
    }

    private String label(Said kind, Ui ui) {
        return kind.value().isEmpty() ? "" : words.label(KIND, kind.value(), ui);
    }
}
