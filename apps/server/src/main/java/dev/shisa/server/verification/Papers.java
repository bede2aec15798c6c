package dev.shisa.server.verification;

import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Plans, reviews and conclusions as plain text: the files of the evidence. */
@Component
class Papers {

    private final EvidenceLog log;
    private final Environments environments;
    private final Messages messages;

    Papers(EvidenceLog log, Environments environments, Messages messages) {
        this.log = log;
        this.environments = environments;
        this.messages = messages;
    }

    /** What makes one plan another than the next. */
    String signature(List<PlanItem> items) {
        return items.stream().map(i -> i.id().toString()).collect(Collectors.joining("\n"));
    }

    String plan(Series series, Whole whole, String title, Locale locale) {
        StringBuilder text = new StringBuilder();
        text.append(title).append("\n\n");
        line(text, locale, "verification.paper.product", series.name() + " (" + series.code() + ")");
        for (Phase phase : Phase.values()) {
            List<PlanItem> items = whole.current().stream()
                    .filter(i -> i.content().phase() == phase)
                    .toList();
            if (items.isEmpty()) {
                continue;
            }
            text.append("\n# ")
                    .append(messages.get(locale, "verification.phase." + phase.id()))
                    .append('\n');
            for (PlanItem item : items) {
                PlanItem.Content content = item.content();
                text.append("\n- ").append(content.title()).append('\n');
                line(
                        text,
                        locale,
                        "verification.kind",
                        messages.get(
                                locale, "verification.kind." + content.kind().id()));
                line(text, locale, "verification.method", content.method());
                line(text, locale, "verification.who", content.who());
                line(text, locale, "verification.applies", applies(content, whole.releases(), locale));
                line(
                        text,
                        locale,
                        "verification.due",
                        content.due() == null ? "" : content.due().toString());
                line(text, locale, "verification.ground", content.ground());
            }
        }
        return text.toString();
    }

    /** For which releases an item is, in words. */
    String applies(PlanItem.Content content, List<Release> releases, Locale locale) {
        return switch (content.applies()) {
            case EVERY, MAJOR ->
                messages.get(locale, "verification.applies." + content.applies().id());
            case RELEASE ->
                messages.get(
                        locale,
                        "verification.applies.one",
                        releases.stream()
                                .filter(r -> r.id().equals(content.release()))
                                .map(Release::name)
                                .findFirst()
                                .orElse("–"));
            case REGULAR -> messages.get(locale, "verification.applies.months", content.months());
        };
    }

    String review(
            Series series,
            PlanItem item,
            Verifications.Told told,
            Reviews.Checklist checklist,
            Environment environment,
            Locale locale) {
        StringBuilder text = new StringBuilder();
        text.append(messages.get(locale, "verification.review." + checklist.id()))
                .append("\n\n");
        line(text, locale, "verification.paper.product", series.name() + " (" + series.code() + ")");
        line(text, locale, "verification.paper.release", told.release().name());
        line(text, locale, "verification.paper.item", item.content().title());
        line(text, locale, "verification.examined", told.examined());
        line(text, locale, "verification.on", String.valueOf(told.performedOn()));
        line(text, locale, "verification.by", told.performedBy());
        line(text, locale, "verification.environment", environment.words());
        line(text, locale, "verification.remarks", told.remarks());
        for (Reviews.Point point : checklist.points()) {
            Reviews.Judged judged = Objects.requireNonNull(told.judged().get(point.id()));
            text.append("\n- ")
                    .append(point.in(locale))
                    .append(" (")
                    .append(point.source())
                    .append(")\n  ");
            text.append(messages.get(
                    locale, "verification.judgement." + judged.judgement().id()));
            if (!judged.note().isBlank()) {
                text.append(": ").append(judged.note().strip());
            }
            text.append('\n');
        }
        return text.toString();
    }

    String conclusion(Series series, Release release, Whole whole, Map<PlanItem, Result> results, Locale locale) {
        StringBuilder text = new StringBuilder();
        text.append(messages.get(locale, "verification.conclusion", release.name()))
                .append("\n\n");
        line(text, locale, "verification.paper.product", series.name() + " (" + series.code() + ")");
        results.forEach((item, result) -> {
            text.append("\n- ")
                    .append(messages.get(
                            locale,
                            "verification.phase." + item.content().phase().id()))
                    .append(": ")
                    .append(item.content().title())
                    .append('\n');
            line(
                    text,
                    locale,
                    "verification.outcome",
                    messages.get(
                            locale, "verification.outcome." + result.outcome().id()));
            line(
                    text,
                    locale,
                    "verification.paper.release",
                    whole.releases().stream()
                            .filter(r -> r.id().equals(result.releaseId()))
                            .map(Release::name)
                            .findFirst()
                            .orElse("–"));
            line(text, locale, "verification.examined", result.examined());
            line(text, locale, "verification.on", result.performedOn().toString());
            line(text, locale, "verification.by", result.performedBy());
            line(text, locale, "verification.environment", environment(result.environment()));
            line(text, locale, "verification.evidence", evidence(result.evidence()));
            line(text, locale, "verification.remarks", result.remarks());
        });
        text.append('\n').append(messages.get(locale, "verification.not-zero")).append('\n');
        return text.toString();
    }

    private String environment(@Nullable UUID revision) {
        return revision == null
                ? ""
                : environments.revision(revision).map(Environment::words).orElse("");
    }

    private String evidence(@Nullable UUID id) {
        return id == null ? "" : log.byId(id).map(e -> e.code() + hash(e)).orElse("");
    }

    private static String hash(EvidenceDetails evidence) {
        return evidence.file() == null ? "" : " (SHA-256 " + evidence.file().sha256() + ")";
    }

    private void line(StringBuilder text, Locale locale, String key, String value) {
        if (!value.isBlank()) {
            text.append("  ")
                    .append(messages.get(locale, key))
                    .append(": ")
                    .append(value.strip().replace("\n", "\n    "))
                    .append('\n');
        }
    }
}
