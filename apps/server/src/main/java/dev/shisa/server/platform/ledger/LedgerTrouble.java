package dev.shisa.server.platform.ledger;

import java.util.List;
import java.util.function.BiFunction;

/**
 * Why nothing goes into the ledger at present. What happens meanwhile is kept in the database and follows later.
 *
 * @param code message {@code doctor.outbox.<code>}, with {@code args}; what to do stands at {@code <code>.fix}
 */
public record LedgerTrouble(String code, List<Object> args) {

    /** What is wrong, then what to do. */
    public String words(BiFunction<String, Object[], String> messages) {
        return messages.apply("doctor.outbox." + code, args.toArray()) + " "
                + messages.apply("doctor.outbox." + code + ".fix", args.toArray());
    }
}
