package dev.shisa.server.evidence;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Locale;

/** What a product still has to show, for who looks at a document that may show it. Whoever decides verdicts knows it. */
public interface OpenCriteria {

    /**
     * One requirement that is not settled.
     *
     * @param href its page
     * @param asks whose answers it waits for, what decides most first
     */
    record Criterion(String number, String title, VerdictState state, String href, List<Slot> asks) {
        public Criterion {
            asks = List.copyOf(asks);
        }
    }

    /** The criterion first whose answer brings most; no more of them than a person reads. */
    List<Criterion> of(Series series, Locale locale);
}
