package dev.shisa.server.document;

import dev.shisa.conformity.FactKey;
import dev.shisa.server.evidence.FactRecords;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which questions the documents that Shisa writes decide: the document, or the form that begins it. */
@Component
class DocumentPlaces implements FactRecords {

    private final DocumentTemplates templates;
    private final Documents documents;
    private final Products products;

    DocumentPlaces(DocumentTemplates templates, Documents documents, Products products) {
        this.templates = templates;
        this.documents = documents;
        this.products = products;
    }

    @Override
    public List<Parts.Crumb> of(FactKey key, @Nullable Series series, Ui ui) {
        return Arrays.stream(DocumentKind.values())
                .filter(kind -> !kind.isManifold() && decides(kind, key))
                .filter(kind -> !kind.isOfSeries() || series != null)
                .flatMap(kind -> place(kind, kind.isOfSeries() ? series : null, ui).stream())
                .toList();
    }

    private boolean decides(DocumentKind kind, FactKey key) {
        DocumentTemplates.Template template = templates.of(kind);
        return Stream.concat(
                        template.decides().stream(),
                        template.sections().stream().flatMap(section -> section.claims().stream()))
                .anyMatch(claim -> claim.key().equals(key.value()));
    }

    private Optional<Parts.Crumb> place(DocumentKind kind, @Nullable Series series, Ui ui) {
        String name = ui.t("document.kind." + kind.id());
        return documents
                .ofKind(kind, series == null ? null : series.id())
                .map(there -> new Parts.Crumb(ui.t("document.place-of", name), "/documents/" + there.id()))
                .or(() -> ui.can(Act.ADD_EVIDENCE.id()) && (series == null || !products.isArchived(series.id()))
                        ? Optional.of(new Parts.Crumb(
                                ui.t("document.write-it", name),
                                Query.of("/documents/new")
                                        .with("kind", kind.id())
                                        .with("series", series == null ? "" : series.code())
                                        .href()))
                        : Optional.empty());
    }
}
