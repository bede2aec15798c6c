package dev.shisa.server.psirt;

import dev.shisa.server.advisory.Issuer;
import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.evidence.FactsChanged;
import dev.shisa.server.evidence.ShownFacts;
import dev.shisa.server.evidence.ShownFacts.Paper;
import dev.shisa.server.evidence.ShownFacts.Reach;
import dev.shisa.server.evidence.ShownFacts.Shown;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.portal.PortalFrames;
import dev.shisa.server.product.Products;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The window for reports of vulnerabilities as a fact (guide 001, 3.2; 002, 対策6): it is open while the public pages name its contact
 * and take reports. Windows for users and for contractors are elsewhere, and whoever answers says so.
 */
@Component
class OpenWindow {

    static final String KEY = "windows.open";
    private static final String REPORTERS = "reporters";

    private final ShownFacts shown;
    private final PortalFrames frames;
    private final Issuers issuers;
    private final Products products;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    OpenWindow(
            ShownFacts shown,
            PortalFrames frames,
            Issuers issuers,
            Products products,
            Messages messages,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.shown = shown;
        this.frames = frames;
        this.issuers = issuers;
        this.products = products;
        this.messages = messages;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** An owner may switch the pages off without thinking of this. */
    @Scheduled(fixedDelay = 600_000, initialDelay = 300_000)
    void look() {
        transaction.executeWithoutResult(_ -> follow());
    }

    /** Somebody answered the question. */
    @EventListener
    void on(FactsChanged changed) {
        if (changed.isAbout(KEY)) {
            follow();
        }
    }

    private void follow() {
        Issuer issuer = issuers.issuer();
        boolean open = frames.isOn() && !issuer.mail().isEmpty();
        TreeMap<String, @Nullable Instant> choices = new TreeMap<>();
        choices.put(REPORTERS, open ? clock.instant() : null);
        shown.follow(new Shown(
                products.organisation(), KEY, Reach.CHOICES, choices, "", "", locale -> paper(open, issuer, locale)));
    }

    private Paper paper(boolean open, Issuer issuer, Locale locale) {
        return open
                ? new Paper(
                        messages.get(locale, "psirt.window.open"),
                        messages.get(
                                locale,
                                "psirt.window.open.text",
                                issuer.mail(),
                                issuer.origin() + PublicReportPages.HERE))
                : new Paper(messages.get(locale, "psirt.window.shut"), messages.get(locale, "psirt.window.shut.text"));
    }
}
