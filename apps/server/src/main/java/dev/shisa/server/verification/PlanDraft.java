package dev.shisa.server.verification;

import dev.shisa.server.document.DocumentDraft;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.document.Marks;
import dev.shisa.server.document.Section;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The items of a verification plan as a section of the document of that name. What an item does not say stays to be filled. */
@Component
class PlanDraft implements DocumentDraft {

    private static final int ITEMS_MAX = 60;

    private final Verifications verifications;
    private final Papers papers;
    private final Messages messages;

    PlanDraft(Verifications verifications, Papers papers, Messages messages) {
        this.verifications = verifications;
        this.papers = papers;
        this.messages = messages;
    }

    @Override
    public DocumentKind kind() {
        return DocumentKind.VERIFICATION_PLAN;
    }

    @Override
    public Optional<List<Section>> draft(@Nullable Series series, Locale locale) {
        if (series == null) {
            return Optional.empty();
        }
        Whole whole = verifications.whole(series);
        if (whole.current().isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        lines.add(row(List.of(
                messages.get(locale, "verification.phase"),
                messages.get(locale, "verification.draft.what"),
                messages.get(locale, "verification.method"),
                messages.get(locale, "verification.who"),
                messages.get(locale, "verification.applies"))));
        // A section holds so many; who has more items keeps the rest in the plan itself.
        for (PlanItem item : whole.current().stream().limit(ITEMS_MAX).toList()) {
            PlanItem.Content content = item.content();
            String kind =
                    messages.get(locale, "verification.kind." + content.kind().id());
            lines.add(row(List.of(
                    messages.get(locale, "verification.phase." + content.phase().id()),
                    content.title() + " (" + kind + ")",
                    said(content.method(), "verification.method", content.title(), locale),
                    said(content.who(), "verification.who", content.title(), locale),
                    papers.applies(content, whole.releases(), locale)
                            + (content.due() == null ? "" : " " + content.due()))));
        }
        return Optional.of(List.of(
                new Section("items", messages.get(locale, "verification.draft.items"), String.join("\n", lines))));
    }

    @Override
    public Optional<String> basis(@Nullable Series series) {
        List<PlanItem> items =
                series == null ? List.of() : verifications.whole(series).current();
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(items.stream()
                        .map(item -> String.join(
                                " / ",
                                item.content().phase().id(),
                                item.content().title(),
                                item.content().method(),
                                item.content().who(),
                                item.content().due() == null
                                        ? ""
                                        : item.content().due().toString()))
                        .sorted()
                        .collect(Collectors.joining("; ")));
    }

    private String said(String words, String key, String title, Locale locale) {
        return words.isBlank()
                ? Marks.gap(messages.get(locale, key) + " (" + title + ")", locale.getLanguage())
                : words;
    }

    /** One line of a table: a cell holds neither a line end nor the sign that ends it. */
    private static String row(List<String> cells) {
        return "| "
                + String.join(
                        " | ",
                        cells.stream()
                                .map(c -> c.replaceAll("\\s+", " ")
                                        .replace('|', '/')
                                        .strip())
                                .toList())
                + " |";
    }
}
