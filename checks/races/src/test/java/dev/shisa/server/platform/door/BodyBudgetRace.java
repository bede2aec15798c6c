package dev.shisa.server.platform.door;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A request that ends in two ways at once, its time being up and its connection gone, gives its room back once. */
@JCStressTest
@State
@Outcome(id = "200", expect = Expect.ACCEPTABLE, desc = "what the other request holds, and nothing else")
@Outcome(expect = Expect.FORBIDDEN, desc = "room was given back twice, or never")
public class BodyBudgetRace {

    private static final String NETWORK = "192.0.2.0/24";

    private final BodyBudget budget = new BodyBudget();
    private final BodyBudget.Share share = budget.take(Sender.STRANGER, NETWORK, 100);
    private final BodyBudget.Share other = budget.take(Sender.STRANGER, NETWORK, 200);

    @Actor
    public void timeIsUp() {
        share.close();
    }

    @Actor
    public void connectionIsGone() {
        share.close();
    }

    @Arbiter
    public void look(J_Result result) {
        result.r1 = budget.inFlight(Sender.STRANGER);
        other.close();
    }
}
