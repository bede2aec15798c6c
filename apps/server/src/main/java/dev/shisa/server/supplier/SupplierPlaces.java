package dev.shisa.server.supplier;

import dev.shisa.conformity.FactKey;
import dev.shisa.server.evidence.FactRecords;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which questions the records of suppliers answer: see {@link Topics}. */
@Component
class SupplierPlaces implements FactRecords {

    private static final Set<String> KEYS = Set.of(
            "supplier.reviewed",
            "supplier.reviewed.points",
            ShownSupply.KINDS,
            ShownSupply.MEASURES,
            "supply.contract",
            "supply.needs",
            "supply.specification",
            "supply.clause.considered",
            "cooperation.agreed",
            "supply.selection",
            "supply.substitute",
            "supply.accepted");

    @Override
    public List<Parts.Crumb> of(FactKey key, @Nullable Series series, Ui ui) {
        boolean asked = key.value().startsWith("supplier.")
                && Question.parse(key.value().substring("supplier.".length())).isPresent();
        Person person = ui.person();
        return (asked || KEYS.contains(key.value()))
                        && person != null
                        && person.series().isEmpty()
                ? List.of(new Parts.Crumb(ui.t("supplier.place"), SupplierWords.ALL))
                : List.of();
    }
}
