package dev.shisa.races;

import dev.shisa.server.platform.Ids;
import java.time.Instant;
import java.util.UUID;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Ids of one moment: each thread's ascend, and no two threads get the same place in time. */
@JCStressTest
@State
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "in order, and apart")
@Outcome(expect = Expect.FORBIDDEN, desc = "an id came twice, or before one that was given earlier")
public class IdsRace {

    private static final Ids IDS = new Ids(() -> Instant.EPOCH);

    private long one;
    private long then;
    private long another;

    private static long next() {
        UUID id = IDS.next();
        return id.getMostSignificantBits();
    }

    @Actor
    public void one() {
        one = next();
        then = next();
    }

    @Actor
    public void another() {
        another = next();
    }

    @Arbiter
    public void look(ZZ_Result result) {
        result.r1 = Long.compareUnsigned(one, then) < 0;
        result.r2 = another != one && another != then;
    }
}
