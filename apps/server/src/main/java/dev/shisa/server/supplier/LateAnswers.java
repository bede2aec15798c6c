package dev.shisa.server.supplier;

import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.ledger.LedgerRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells, once for each last day, of questions whose link ended before the supplier answered. What was told is the record itself
 * ({@code supplier-overdue/1}, of request and day), so no other note of it can be lost or left behind.
 */
@Component
record LateAnswers(
        SupplierStore store,
        RequestStore requests,
        LedgerOutbox ledger,
        LedgerRecords records,
        ApplicationEventPublisher events,
        TransactionTemplate transaction,
        InstantSource clock) {

    private static final String KIND = "supplier-overdue/1";

    /** What ended longer ago is no news, as after an upgrade. */
    private static final Duration NEWS_FOR = Duration.ofDays(31);

    @Scheduled(fixedDelay = 600_000, initialDelay = 150_000)
    void look() {
        Instant now = clock.instant();
        for (Request request : requests.last().values()) {
            if (request.state(now) == Request.State.ENDED && request.expiresAt().isAfter(now.minus(NEWS_FOR))) {
                transaction.executeWithoutResult(_ -> tell(request));
            }
        }
    }

    private void tell(Request seen) {
        requests.lock(seen.id());
        // It may have been answered, renewed or taken back since.
        Request request = requests.of(seen.supplierId()).stream()
                .filter(one -> one.id().equals(seen.id()))
                .findFirst()
                .orElse(seen);
        String until = request.expiresAt().toString();
        // A link that is renewed ends on another day, which is another thing.
        String row = request.id() + " " + until;
        if (request.state(clock.instant()) != Request.State.ENDED
                || !records.ofRow(KIND, row).isEmpty()) {
            return;
        }
        store.byId(request.supplierId()).filter(one -> !one.ended()).ifPresent(supplier -> {
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("code", supplier.code());
            body.put("id", row);
            body.put("request", request.id().toString());
            body.put("supplier", supplier.id().toString());
            body.put("until", until);
            ledger.append(KIND, supplier.id(), body);
            events.publishEvent(new SupplierHeard(
                    "supplier:" + request.id() + ":" + until, request.id(), supplier.code(), supplier.name(), true));
        });
    }
}
