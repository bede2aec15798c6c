package dev.shisa.races;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** What must be found: a counter that forgets one of two. */
@JCStressTest
@State
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both were counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "one was forgotten")
public class ForgetfulRace {

    private int count;

    @Actor
    public void one() {
        count++;
    }

    @Actor
    public void another() {
        count++;
    }

    @Arbiter
    public void look(I_Result result) {
        result.r1 = count;
    }
}
