package dev.shisa.server.conformity;

import dev.shisa.conformity.Slot;
import dev.shisa.server.product.Series;
import java.util.Optional;

/** Facts that disagree because something came to be known since, and is judged at a place of its own. */
public interface SettledElsewhere {

    /** Where that is done for a slot of a series; empty: a person chooses between the records. */
    Optional<String> href(Series series, Slot slot);
}
