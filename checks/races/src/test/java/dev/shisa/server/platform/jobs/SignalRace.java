package dev.shisa.server.platform.jobs;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Somebody leaves something to do and says so, twice; who works until both are seen never waits for ever. Fields are plain, as rows are. */
@JCStressTest
@State
@Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "both were seen")
public class SignalRace {

    private final CommitSignal signal = new CommitSignal() {};
    private int first;
    private int second;

    @Actor
    public void somebody() {
        first = 1;
        signal.give();
        second = 1;
        signal.give();
    }

    @Actor
    public void worker(Z_Result result) {
        try {
            while (first + second < 2) {
                signal.await();
            }
            result.r1 = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
