package dev.shisa.server.audience;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.portal.PortalFrames;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A notice of a new version that owners can read on the product's page is what JC-STAR S1.1-16 ② asks for: a channel, and what the
 * update contains, why it is needed and what happens without it. It becomes evidence when it is sent, which a second person confirms
 * like any other; as long as such a fact stands, another notice adds nothing.
 */
@Component
class UpdateEvidence {

    private static final Slot SLOT = new Slot(new FactKey("guide.update"), "");
    private static final Value.Words WHOLE = (Value.Words) Value.words("channel", "content", "need", "effect");

    private final EvidenceLog log;
    private final Blobs blobs;
    private final Products products;
    private final PortalFrames portal;
    private final Issuers issuers;
    private final Messages messages;
    private final InstantSource clock;

    UpdateEvidence(
            EvidenceLog log,
            Blobs blobs,
            Products products,
            PortalFrames portal,
            Issuers issuers,
            Messages messages,
            InstantSource clock) {
        this.log = log;
        this.blobs = blobs;
        this.products = products;
        this.portal = portal;
        this.issuers = issuers;
        this.messages = messages;
        this.clock = clock;
    }

    /** Records it, if the notice is of a version that is out and whose series has a public page. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void of(UserNotice notice, Person person) {
        UpdateText text = notice.content().update();
        Release release = text == null ? null : products.release(text.release()).orElse(null);
        Series series =
                release == null ? null : products.byId(release.seriesId()).orElse(null);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (text == null
                || release == null
                || series == null
                || !portal.shown().contains(series.id())
                || !isOut(release, now)
                || stands(series, now)) {
            return;
        }
        Subject subject = new Subject(Subject.Kind.PRODUCT, series.id());
        Locale locale = Locale.forLanguageTag(person.language());
        String said = notice.content().text().in(person.language());
        String address = issuers.origin() + "/public/" + locale.getLanguage() + "/products/"
                + series.code().toLowerCase(Locale.ROOT) + "/";
        byte[] file = (notice.content().title().in(person.language()) + "\n" + address + "\n\n" + said + "\n")
                .getBytes(StandardCharsets.UTF_8);
        StoredFile stored = blobs.store(file, "notice-" + notice.code() + ".txt");
        log.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        messages.get(locale, "audience.evidence.title", release.name(), notice.code()),
                        messages.get(locale, "audience.evidence.statement"),
                        address,
                        series.id(),
                        release.id(),
                        null,
                        stored,
                        Map.of(),
                        now,
                        null,
                        person,
                        person.name(),
                        "page",
                        null),
                List.of(new NewFact(
                        subject,
                        SLOT,
                        WHOLE,
                        messages.get(locale, "audience.evidence.detail", notice.code()),
                        log.replaceable(subject, SLOT, Strength.DOCUMENTED))));
    }

    private static boolean isOut(Release release, Instant now) {
        LocalDate out = release.releasedOn();
        return out != null && !out.isAfter(LocalDate.ofInstant(now, Ui.ZONE));
    }

    /** Whether what is recorded already says all of it, as surely. */
    private boolean stands(Series series, Instant now) {
        return log
                .entries(
                        Set.of(new Subject(Subject.Kind.PRODUCT, series.id())),
                        SLOT.key().value())
                .stream()
                .filter(entry -> entry.isStanding() && !entry.isExpired(now))
                .filter(entry -> entry.fact().strength().isAtLeast(Strength.DOCUMENTED))
                .anyMatch(entry -> entry.fact().value() instanceof Value.Words words
                        && words.value().containsAll(WHOLE.value()));
    }
}
