package dev.shisa.server.evidence;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Set;

/** The requirements of a series that have to be rechecked until a contradiction is settled, told by what decides them. */
public interface Awaiting {

    List<Awaited> awaiting(Series series);

    /**
     * One of them.
     *
     * @param name what it is called for short
     * @param href its page
     * @param disagreeing the slots in which facts disagree
     * @param cannotBoth what cannot both be, as the catalogue says it
     */
    record Awaited(RequirementId id, Text name, String href, Set<Slot> disagreeing, Set<Text> cannotBoth) {

        public Awaited {
            disagreeing = Set.copyOf(disagreeing);
            cannotBoth = Set.copyOf(cannotBoth);
        }
    }
}
