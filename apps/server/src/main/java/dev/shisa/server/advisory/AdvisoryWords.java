package dev.shisa.server.advisory;

import dev.shisa.advisory.draft.Advisory;
import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.vulnerability.triage.CvssVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An advisory in words, for the page in the house before it is issued and the one outside afterwards. */
public final class AdvisoryWords {

    private AdvisoryWords() {}

    /**
     * As people read it.
     *
     * @param product the public page of a series by its code; empty: it has none
     * @param files of the same for programs
     */
    public static AdvisoryView.Page page(
            AdvisoryContent content,
            List<ConcernedProduct> products,
            String tracking,
            List<Advisory.Revision> revisions,
            Function<String, String> product,
            List<Parts.Crumb> files,
            Ui ui) {
        String language = ui.lang();
        boolean unaffected = content.kind() == AdvisoryContent.Kind.UNAFFECTED;
        boolean concerns = content.kind() == AdvisoryContent.Kind.ADVISORY;
        boolean whole = concerns
                && (products.isEmpty()
                        || products.stream().anyMatch(one -> one.own().isSame()));
        String first = ui.day(revisions.getFirst().at());
        String last = ui.day(revisions.getLast().at());
        return new AdvisoryView.Page(
                content.title().in(language),
                tracking,
                content.cve(),
                first.equals(last) ? ui.t("advisory.page.day", first) : ui.t("advisory.page.days", first, last),
                content.withdrawn() ? said(content.note(), language) : "",
                said(content.summary(), language),
                unaffected,
                products.stream()
                        .map(one -> new AdvisoryView.Product(
                                one.name(language),
                                String.join(ui.t("people.and"), one.models()),
                                versions(content, one, ui),
                                one.fixed() == null ? "" : one.fixed(),
                                product.apply(one.code()),
                                concerns && !one.own().isSame() ? offer(content.offer(one.own()), ui) : null))
                        .toList(),
                whole ? ui.t("advisory.remedy." + content.remedy().id() + ".public") : "",
                whole || !concerns ? said(content.action(), language) : "",
                whole || !concerns ? content.url() : "",
                said(content.workaround(), language),
                unaffected ? ui.t("advisory.why." + content.why()) : "",
                facts(content, ui),
                content.thanks().stream()
                        .map(one -> one.name().isEmpty()
                                ? one.organization()
                                : one.organization().isEmpty()
                                        ? one.name()
                                        : one.name() + " (" + one.organization() + ")")
                        .collect(Collectors.joining(ui.t("people.and"))),
                revisions.reversed().stream()
                        .map(one -> new Parts.Crumb(said(one.summary(), language), ui.day(one.at())))
                        .toList(),
                files);
    }

    private static AdvisoryView.Offer offer(AdvisoryContent.Offer offer, Ui ui) {
        return new AdvisoryView.Offer(
                offer.remedy() == null
                        ? ""
                        : ui.t("advisory.remedy." + offer.remedy().id() + ".public"),
                said(offer.action(), ui.lang()),
                offer.url());
    }

    private static String said(Said said, String language) {
        return said.in(language);
    }

    /** Which versions of a product are concerned, in words. */
    private static String versions(AdvisoryContent content, ConcernedProduct product, Ui ui) {
        List<String> ranges = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (NamedVersions.Named<String> one : NamedVersions.of(content, product)) {
            if (one.as() != NamedVersions.As.FIXED) {
                switch (one.span()) {
                    case NamedVersions.Span.One<String>(String name) -> names.add(name);
                    case NamedVersions.Span.Before<String>(String to) -> ranges.add(ui.t("advisory.page.earlier", to));
                    case NamedVersions.Span.Every<String>() -> ranges.add(ui.t("advisory.page.all-versions"));
                }
            }
        }
        ranges.addAll(names);
        return ranges.isEmpty() ? "–" : String.join(ui.t("people.and"), ranges);
    }

    private static List<Parts.Crumb> facts(AdvisoryContent content, Ui ui) {
        List<Parts.Crumb> facts = new ArrayList<>();
        if (!content.cve().isEmpty()) {
            facts.add(new Parts.Crumb(ui.t("advisory.cve"), content.cve()));
        }
        for (String vector : content.vectors()) {
            CvssVector.parse(vector)
                    .ifPresent(read -> facts.add(new Parts.Crumb(
                            ui.t("advisory.cvss.version", read.version().number()),
                            severity(read, read.baseScore(), ui) + "  " + vector)));
        }
        if (!content.cwe().isEmpty()) {
            facts.add(new Parts.Crumb(ui.t("advisory.cwe"), content.cwe()));
        }
        if (!content.exploited().isEmpty()) {
            facts.add(new Parts.Crumb(ui.t("advisory.exploited"), ui.t("advisory.exploited." + content.exploited())));
        }
        return facts;
    }

    /** How severe it is by its vector, in words with the score; empty: nothing is said. */
    public static Optional<String> severity(AdvisoryContent content, Ui ui) {
        return content.cvss().isEmpty()
                ? Optional.empty()
                : CvssVector.parse(content.cvss()).map(vector -> severity(vector, vector.baseScore(), ui));
    }

    /** The same of one of a vector's scores. */
    public static String severity(CvssVector vector, double score, Ui ui) {
        return ui.t("advisory.severity." + severityId(vector, score), String.format(Locale.ROOT, "%.1f", score));
    }

    private static String severityId(CvssVector vector, double score) {
        return vector.version().severity(score).toLowerCase(Locale.ROOT);
    }

    /** Whether it is high or critical. */
    public static boolean isSevere(AdvisoryContent content) {
        return CvssVector.parse(content.cvss())
                .map(vector -> severityId(vector, vector.baseScore()))
                .filter(word -> word.equals("high") || word.equals("critical"))
                .isPresent();
    }

    /** What is offered, in a few words: the version in which it is fixed, or what there is instead. */
    public static String remedy(AdvisoryContent content, List<ConcernedProduct> products, Ui ui) {
        if (content.withdrawn()) {
            return ui.t("advisory.state.withdrawn");
        }
        return switch (content.kind()) {
            case INFORMATION -> ui.t("advisory.kind.information");
            case UNAFFECTED -> ui.t("advisory.kind.unaffected");
            case ADVISORY -> {
                List<String> fixed = products.stream()
                        .flatMap(one -> Optional.ofNullable(one.fixed()).stream())
                        .distinct()
                        .toList();
                List<AdvisoryContent.Remedy> remedies = products.stream()
                        .flatMap(one ->
                                Optional.ofNullable(content.offer(one.own()).remedy()).stream())
                        .distinct()
                        .toList();
                yield remedies.equals(List.of(AdvisoryContent.Remedy.FIX)) && fixed.size() == 1
                        ? ui.t("advisory.fixed-in", fixed.getFirst())
                        : (remedies.isEmpty() ? List.of(content.remedy()) : remedies)
                                .stream()
                                        .map(one -> ui.t("advisory.remedy." + one.id() + ".short"))
                                        .collect(Collectors.joining(ui.t("people.and")));
            }
        };
    }
}
