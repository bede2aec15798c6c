package dev.shisa.server.evidence;

import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.List;

/**
 * What a page of the library shows.
 *
 * @param total how many there are without any filter
 * @param shown how many match
 * @param waiting how many wait for a second person, counted only without a filter
 * @param seriesCode empty for the whole organisation
 */
public record EvidenceList(
        EvidenceQuery query, List<EvidenceRow> rows, int total, int shown, int pages, int waiting, String seriesCode) {

    /** The answer of the page in a sentence. */
    public String title(Ui ui) {
        if (total == 0) {
            return ui.t("evidence.list.title.empty");
        }
        if (query.isOnlyExpiry()) {
            Integer days = query.expiry();
            return days == null || days == 0
                    ? ui.t("evidence.list.title.expired", shown)
                    : ui.t("evidence.list.title.expiring", days, shown);
        }
        if (query.isOnlyWaiting()) {
            return ui.t("evidence.list.title.waiting-only", shown);
        }
        if (query.isFiltered()) {
            return ui.t("evidence.list.title.filtered", shown);
        }
        return waiting > 0 ? ui.t("evidence.list.title.waiting", total, waiting) : ui.t("evidence.list.title", total);
    }

    public List<Parts.Column> columns(Ui ui) {
        List<Parts.Column> columns = new ArrayList<>();
        columns.add(query.column(ui, "evidence.column.evidence", EvidenceFilter.Sort.TITLE));
        if (seriesCode.isEmpty()) {
            columns.add(Parts.Column.plain(ui.t("evidence.column.product")));
        }
        columns.add(query.column(ui, "evidence.column.strength", EvidenceFilter.Sort.STRENGTH));
        columns.add(Parts.Column.plain(ui.t("evidence.column.uses")));
        columns.add(query.column(ui, "evidence.column.recorded", EvidenceFilter.Sort.RECORDED));
        columns.add(query.column(ui, "evidence.column.expiry", EvidenceFilter.Sort.EXPIRY));
        columns.add(query.column(ui, "evidence.column.confirmation", EvidenceFilter.Sort.CONFIRMATION));
        return columns;
    }

    /** Where evidence is added; empty when a product has to be chosen first. */
    public String addHref() {
        return seriesCode.isEmpty() ? "" : "/products/" + seriesCode + "/evidence/new";
    }
}
