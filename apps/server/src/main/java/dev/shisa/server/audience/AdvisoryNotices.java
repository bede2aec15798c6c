package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.advisory.AdvisoryAudience;
import dev.shisa.server.advisory.AdvisoryContent;
import dev.shisa.server.advisory.AdvisoryIssued;
import dev.shisa.server.advisory.ConcernedProduct;
import dev.shisa.server.advisory.IssuedAdvisory;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A notice for each revision of an advisory that everybody may read, prepared in the transaction that issues it. Nothing of it exists
 * before, so nothing can leak; what is not for everybody is never mailed.
 */
@Component
class AdvisoryNotices implements AdvisoryAudience {

    private final UserNotices notices;
    private final Messages messages;

    AdvisoryNotices(UserNotices notices, Messages messages) {
        this.notices = notices;
        this.messages = messages;
    }

    @EventListener
    void on(AdvisoryIssued event) {
        IssuedAdvisory issued = event.advisory();
        if (!issued.isPublic() || issued.products().isEmpty()) {
            return;
        }
        UserNotice notice = notices.prepare(
                AudienceKind.ADVISORY,
                source(issued),
                issued.products().stream().map(ConcernedProduct::series).toList(),
                new NoticeContent(
                        new Said(title(issued, "ja"), title(issued, "en")),
                        new Said(text(issued, "ja"), text(issued, "en")),
                        "advisories/" + issued.name() + "/"),
                event.by());
        if (event.tell()) {
            notices.sendWith(notice, event.by());
        }
    }

    private static String source(IssuedAdvisory issued) {
        return "advisory:" + issued.advisory() + ":" + issued.number();
    }

    private String title(IssuedAdvisory issued, String language) {
        String key = issued.content().withdrawn() ? "withdrawn" : issued.number() > 1 ? "revised" : "first";
        return t(
                language,
                "audience.advisory.title." + key,
                issued.content().title().in(language),
                issued.tracking());
    }

    private String text(IssuedAdvisory issued, String language) {
        AdvisoryContent content = issued.content();
        List<String> parts = new ArrayList<>();
        parts.add(t(
                language,
                "audience.advisory.products",
                issued.products().stream()
                        .map(one -> one.models().isEmpty()
                                ? one.name()
                                : t(
                                        language,
                                        "audience.advisory.product",
                                        one.name(),
                                        String.join(t(language, "people.and"), one.models())))
                        .collect(Collectors.joining(t(language, "people.and")))));
        if (content.withdrawn()) {
            parts.add(part(language, "reason", content.note().in(language)));
        } else {
            if (issued.number() > 1) {
                parts.add(part(language, "changed", content.note().in(language)));
            }
            parts.add(part(language, "summary", content.summary().in(language)));
            if (content.kind() == AdvisoryContent.Kind.ADVISORY) {
                String remedy =
                        t(language, "advisory.remedy." + content.remedy().id() + ".public");
                String fixed = issued.products().stream()
                        .flatMap(one -> Optional.ofNullable(one.fixed()).stream()
                                .map(version -> t(language, "audience.advisory.fixed", one.name(), version)))
                        .collect(Collectors.joining("\n"));
                parts.add(part(
                        language,
                        "action",
                        remedy
                                + (fixed.isEmpty() ? "" : "\n" + fixed)
                                + (content.action().in(language).isBlank()
                                        ? ""
                                        : "\n" + content.action().in(language))));
                parts.add(part(language, "workaround", content.workaround().in(language)));
                parts.add(part(language, "url", content.url()));
            } else if (content.kind() == AdvisoryContent.Kind.UNAFFECTED) {
                parts.add(t(language, "audience.advisory.unaffected"));
            }
        }
        return parts.stream().filter(one -> !one.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    private String part(String language, String key, String text) {
        return text.isBlank() ? "" : t(language, "audience.advisory." + key) + "\n" + text.strip();
    }

    private String t(String language, String key, Object... args) {
        return messages.get(Locale.forLanguageTag(language), key, args);
    }

    @Override
    public int receivers(AdvisoryContent content) {
        if (!content.tlp().isPublic() || !notices.isMailing()) {
            return 0;
        }
        List<UUID> series = content.concerned().stream()
                .map(AdvisoryContent.Concerned::series)
                .toList();
        return notices.receivers(AudienceKind.ADVISORY, series);
    }

    @Override
    public Optional<String> notice(IssuedAdvisory issued, Person person) {
        return notices.bySource(source(issued))
                .filter(one -> UserNotices.sees(one, person))
                .map(one -> AudiencePages.NOTICES + "/" + one.code().toLowerCase(Locale.ROOT));
    }
}
