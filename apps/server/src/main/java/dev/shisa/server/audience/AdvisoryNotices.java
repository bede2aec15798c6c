package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.advisory.AdvisoryAudience;
import dev.shisa.server.advisory.AdvisoryContent;
import dev.shisa.server.advisory.AdvisoryIssued;
import dev.shisa.server.advisory.ConcernedProduct;
import dev.shisa.server.advisory.IssuedAdvisory;
import dev.shisa.server.advisory.OwnAdvisories;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A notice for each revision of an advisory that everybody may read, prepared in the transaction that issues it. Nothing of it exists
 * before, so nothing can leak; what is not for everybody is never mailed.
 */
@Component
class AdvisoryNotices implements AdvisoryAudience, NoticeSource {

    private final UserNotices notices;
    private final OwnAdvisories advisories;
    private final Messages messages;

    AdvisoryNotices(UserNotices notices, OwnAdvisories advisories, Messages messages) {
        this.notices = notices;
        this.advisories = advisories;
        this.messages = messages;
    }

    @EventListener
    void on(AdvisoryIssued event) {
        IssuedAdvisory issued = event.advisory();
        for (int earlier = 1; earlier < issued.number(); earlier++) {
            notices.overtake(AdvisoryRevision.of(issued.advisory(), earlier).source(), event.by());
        }
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

    /** Those after which another revision was issued, or a withdrawal. */
    @Override
    public Set<UUID> overtaken(Collection<UserNotice> some) {
        Map<UUID, AdvisoryRevision> told = new HashMap<>();
        some.forEach(
                notice -> AdvisoryRevision.of(notice.source()).ifPresent(revision -> told.put(notice.id(), revision)));
        if (told.isEmpty()) {
            return Set.of();
        }
        Map<UUID, Integer> revisions = advisories.revisions();
        told.values().removeIf(one -> revisions.getOrDefault(one.advisory(), 0) <= one.number());
        return told.keySet();
    }

    private static String source(IssuedAdvisory issued) {
        return AdvisoryRevision.of(issued.advisory(), issued.number()).source();
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
                                ? one.name(language)
                                : t(
                                        language,
                                        "audience.advisory.product",
                                        one.name(language),
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
                Map<AdvisoryContent.Offer, List<ConcernedProduct>> offers = new LinkedHashMap<>();
                issued.products()
                        .forEach(one -> offers.computeIfAbsent(content.offer(one.own()), _ -> new ArrayList<>())
                                .add(one));
                parts.add(part(
                        language,
                        "action",
                        offers.entrySet().stream()
                                .map(one -> offer(one.getKey(), one.getValue(), offers.size() > 1, language))
                                .collect(Collectors.joining("\n\n"))));
                parts.add(part(language, "workaround", content.workaround().in(language)));
                if (offers.size() == 1) {
                    parts.add(part(
                            language, "url", offers.keySet().iterator().next().url()));
                }
            } else if (content.kind() == AdvisoryContent.Kind.UNAFFECTED) {
                parts.add(t(language, "audience.advisory.unaffected"));
            }
        }
        return parts.stream().filter(one -> !one.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    /** What is offered for some products; where not all have the same, with their names and the page of the fix. */
    private String offer(AdvisoryContent.Offer offer, List<ConcernedProduct> products, boolean named, String language) {
        List<String> lines = new ArrayList<>();
        if (named) {
            lines.add(t(
                    language,
                    "audience.advisory.for",
                    products.stream()
                            .map(ConcernedProduct::name)
                            .collect(Collectors.joining(t(language, "people.and")))));
        }
        AdvisoryContent.Remedy remedy = offer.remedy();
        if (remedy != null) {
            lines.add(t(language, "advisory.remedy." + remedy.id() + ".public"));
        }
        products.forEach(one -> {
            if (one.fixed() != null) {
                lines.add(t(language, "audience.advisory.fixed", one.name(language), one.fixed()));
            }
        });
        lines.add(offer.action().in(language).strip());
        lines.add(named ? offer.url() : "");
        return lines.stream().filter(one -> !one.isEmpty()).collect(Collectors.joining("\n"));
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
