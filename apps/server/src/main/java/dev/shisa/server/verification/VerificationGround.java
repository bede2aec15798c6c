package dev.shisa.server.verification;

import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.shipment.ShippingGround;
import dev.shisa.server.shipment.ShippingStops.May;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the gate of verification has against shipping a version. A series without any plan says nothing, which is not a yes. */
@Component
@Order(3)
class VerificationGround implements ShippingGround {

    /** So many reasons are named; the page has all. */
    private static final int NAMED_MAX = 10;

    private final Verifications verifications;

    VerificationGround(Verifications verifications) {
        this.verifications = verifications;
    }

    @Override
    public String id() {
        return "verification";
    }

    @Override
    public Says says(Series series, Release release, @Nullable UUID model) {
        Whole whole = verifications.whole(series);
        if (whole.items().isEmpty()) {
            return new Says(
                    May.UNCLEAR,
                    List.of(Sentence.of("shipping.ground.verification.none")),
                    VerificationPages.here(series));
        }
        Gate gate = whole.gate(release);
        List<Sentence> sentences = new ArrayList<>(gate.obstacles().stream()
                .limit(NAMED_MAX)
                .map(VerificationGround::sentence)
                .toList());
        if (gate.obstacles().size() > NAMED_MAX) {
            sentences.add(Sentence.of(
                    "shipping.ground.verification.more", gate.obstacles().size() - NAMED_MAX));
        }
        return new Says(gate.isOpen() ? May.YES : May.NO, sentences, VerificationPages.gate(series, release));
    }

    /** Why a gate is closed, in one sentence. */
    static Sentence sentence(Gate.Obstacle obstacle) {
        PlanItem item = obstacle.item();
        Phase phase = obstacle.phase();
        String key = "verification.why." + obstacle.why().id();
        return item != null
                ? Sentence.of(key, item.content().title())
                : phase != null ? Sentence.of(key, Sentence.of("verification.phase." + phase.id())) : Sentence.of(key);
    }
}
