package dev.shisa.server.evidence;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Evidence as rows of a list or lines of a file, in the reader's words. */
@Component
class EvidenceRows {

    /** The columns of a list that is taken along; their headings are the messages {@code evidence.column.<key>}. */
    static final List<String> COLUMNS = List.of(
            "code",
            "title",
            "kind",
            "strength",
            "product",
            "uses",
            "file",
            "place",
            "recorded",
            "by",
            "observed",
            "expiry",
            "confirmation",
            "confirmed-by");

    /** More requirements than this are counted instead of named. */
    private static final int REQUIREMENTS_SHOWN = 6;

    private final Catalogues catalogues;
    private final Products products;

    EvidenceRows(Catalogues catalogues, Products products) {
        this.catalogues = catalogues;
        this.products = products;
    }

    List<EvidenceRow> rows(List<EvidenceSummary> found, Ui ui) {
        Map<UUID, String> names = seriesNames(found);
        return found.stream().map(e -> row(e, names, ui)).toList();
    }

    private EvidenceRow row(EvidenceSummary e, Map<UUID, String> names, Ui ui) {
        return new EvidenceRow(
                e,
                "/evidence/" + e.code(),
                about(e, ui),
                e.seriesId() == null ? ui.t("evidence.organisation") : names.getOrDefault(e.seriesId(), ""),
                uses(e.keys(), ui),
                ui.day(e.recordedAt()),
                e.validUntil() == null ? "" : lastDay(e.validUntil(), ui),
                e.isExpired(ui.now()),
                confirmation(e),
                String.join(ui.t("fact.list-separator"), e.confirmedBy()));
    }

    /** A row in the order of {@link #COLUMNS}. */
    static List<String> cells(EvidenceRow row, Ui ui) {
        EvidenceSummary e = row.evidence();
        return List.of(
                e.code(),
                e.title().in(ui.locale()),
                ui.t("evidence.kind." + e.kind().id()),
                ui.t("web.strength." + e.strength().code()),
                row.product(),
                row.uses(),
                e.fileName() == null ? (e.url() == null ? "" : e.url()) : e.fileName(),
                e.place(),
                row.recorded(),
                e.submittedName(),
                ui.day(e.observedAt()),
                row.validUntil(),
                ui.t("evidence.confirmation." + row.confirmation()),
                row.confirmedBy());
    }

    static String confirmation(EvidenceSummary e) {
        if (e.isWaiting()) {
            return "waiting";
        }
        if (e.standing() == 0) {
            return e.facts() == 0 ? "none" : "withdrawn";
        }
        return e.confirmedBy().isEmpty() ? "declared" : "confirmed";
    }

    static String about(EvidenceSummary e, Ui ui) {
        Long size = e.sizeBytes();
        String file = e.mediaType() == null || size == null
                ? ""
                : ui.t("evidence.file.about", typeWords(e.mediaType(), ui), size(size));
        return Stream.of(e.code(), file, e.place()).filter(s -> !s.isEmpty()).collect(Collectors.joining(" ・ "));
    }

    /** {@code PDF}; for types without words of their own the type itself. */
    static String typeWords(String mediaType, Ui ui) {
        String bare = MediaTypes.bare(mediaType);
        String key = "evidence.type." + bare.substring(bare.lastIndexOf('/') + 1);
        return ui.has(key) ? ui.t(key) : bare;
    }

    static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        if (bytes < 1_000_000) {
            return Math.round(bytes / 1_000.0) + " KB";
        }
        return String.format(java.util.Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
    }

    /** The last day on which it counts; the instant itself is the first moment on which it does not. */
    static String lastDay(Instant until, Ui ui) {
        return ui.day(until.minusMillis(1));
    }

    /** {@code S1.1-01・03・04}: the common beginning is said once. */
    String uses(Collection<FactKey> keys, Ui ui) {
        TreeSet<RequirementId> ids = new TreeSet<>();
        keys.forEach(k -> ids.addAll(catalogues.current().requirementsReading(k)));
        if (ids.isEmpty()) {
            return "";
        }
        StringBuilder words = new StringBuilder();
        String before = "";
        int shown = 0;
        for (RequirementId id : ids) {
            if (shown == REQUIREMENTS_SHOWN) {
                return ui.t("evidence.uses.more", words.toString(), ids.size() - shown);
            }
            String text = id.number();
            int dash = text.lastIndexOf('-') + 1;
            String start = text.substring(0, dash);
            words.append(words.isEmpty() ? "" : "・")
                    .append(start.equals(before) && dash > 0 ? text.substring(dash) : text);
            before = start;
            shown++;
        }
        return words.toString();
    }

    private Map<UUID, String> seriesNames(List<EvidenceSummary> found) {
        Set<UUID> ids = found.stream()
                .flatMap(e -> Optional.ofNullable(e.seriesId()).stream())
                .collect(Collectors.toSet());
        return products.byIds(ids).stream().collect(Collectors.toMap(Series::id, Series::name));
    }

    /** The series of a piece of evidence, if it is about one. */
    @Nullable
    Series series(EvidenceSummary e) {
        return e.seriesId() == null ? null : products.byId(e.seriesId()).orElse(null);
    }

    static boolean isVisible(EvidenceSummary e, Person person) {
        return e.seriesId() == null || person.sees(e.seriesId());
    }
}
