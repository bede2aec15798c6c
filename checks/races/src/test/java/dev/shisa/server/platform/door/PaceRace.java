package dev.shisa.server.platform.door;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Of two who come in the same moment each has a turn of its own. */
@JCStressTest
@State
@Outcome(id = "1000, 2000", expect = Expect.ACCEPTABLE, desc = "the first went first")
@Outcome(id = "2000, 1000", expect = Expect.ACCEPTABLE, desc = "the second went first")
@Outcome(expect = Expect.FORBIDDEN, desc = "both had the same turn, or one was left out")
public class PaceRace {

    private final Pace pace = new Pace(1_000_000, 0, 0);

    @Actor
    public void one(JJ_Result result) {
        result.r1 = pace.turn(1, 0);
    }

    @Actor
    public void another(JJ_Result result) {
        result.r2 = pace.turn(1, 0);
    }
}
