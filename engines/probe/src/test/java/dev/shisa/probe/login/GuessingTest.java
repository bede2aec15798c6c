package dev.shisa.probe.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Declaration.Policy;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.login.CommonLogins.Login;
import dev.shisa.probe.ports.Protocol;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.TestBench;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Guessing against log-ins that limit it in different ways; the policy leaves 10 tries free and asks for 60 seconds. */
class GuessingTest {

    private static final Login OWNER = new Login("owner", "Gk71-pqWzz");
    private static final int FREE = 10;
    private static final int LOCK_SECONDS = 60;

    private TestBench test = new TestBench(List.of(), FREE, LOCK_SECONDS, 8);

    /** A log-in that locks everybody out after so many failures in a row. */
    private class Door implements Mechanism {

        private final int tries;
        private final long lockMs;
        private final boolean saysSo;
        private int failures;
        private long lockedUntil;
        long answerMs = 10;
        boolean rightOnePasses;
        boolean believesOrigin;
        Login second = OWNER;
        boolean slow;
        String warning = "";
        String lock = "";

        Door(int tries, int lockSeconds, boolean saysSo) {
            this.tries = tries;
            this.lockMs = lockSeconds * 1000L;
            this.saysSo = saysSo;
        }

        @Override
        public Service service() {
            return new Service(
                    Endpoint.tcp(InetAddress.ofLiteral("127.0.0.1"), 23),
                    Protocol.TELNET,
                    false,
                    new byte[0],
                    Exchange.NONE);
        }

        @Override
        public boolean isSlow() {
            return slow;
        }

        @Override
        public boolean canPretend() {
            return true;
        }

        @Override
        public Tried attemptFrom(String address, String user, String password) {
            if (believesOrigin) {
                boolean right = OWNER.equals(new Login(user, password));
                return new Tried(right ? Tried.Outcome.ACCEPTED : Tried.Outcome.REFUSED, Exchange.NONE);
            }
            return attempt(user, password);
        }

        @Override
        public Tried attempt(String user, String password) {
            test.pass(answerMs);
            Login login = new Login(user, password);
            boolean right = login.equals(OWNER) || login.equals(second);
            if (test.nowMs() < lockedUntil && !(right && rightOnePasses)) {
                return new Tried(saysSo ? Tried.Outcome.LOCKED : Tried.Outcome.REFUSED, Exchange.NONE, lock);
            }
            if (right) {
                failures = 0;
                return new Tried(Tried.Outcome.ACCEPTED, Exchange.NONE);
            }
            failures++;
            if (failures >= tries) {
                failures = 0;
                lockedUntil = test.nowMs() + lockMs;
            }
            return new Tried(warning.isEmpty() ? Tried.Outcome.REFUSED : Tried.Outcome.LOCKED, Exchange.NONE, warning);
        }
    }

    private Verdict guess(Door door, Optional<Login> known) {
        Guessing.run(test.bench(), door, known, new Guessing.Account(), Optional.empty());
        return test.verdict(Key.BRUTE);
    }

    @Test
    void aLockWithinThePolicyPasses() {
        assertThat(guess(new Door(5, 300, true), Optional.of(OWNER))).isEqualTo(Verdict.PASS);
        assertThat(test.verdict(Key.DEFPW)).isEqualTo(Verdict.PASS);
        assertThat(test.bench().notes()).anyMatch(note -> note.code().equals("note-locked"));
    }

    @Test
    void aLockIsNotTooShortBecauseAnswersAreSlow() {
        for (long answerMs : new long[] {10, 1500, 2500}) {
            GuessingTest fresh = new GuessingTest();
            Door door = fresh.new Door(5, LOCK_SECONDS, true);
            door.answerMs = answerMs;
            assertThat(fresh.guess(door, Optional.of(OWNER)))
                    .as(answerMs + " ms")
                    .isNotEqualTo(Verdict.FAIL);
            GuessingTest other = new GuessingTest();
            Door weak = other.new Door(5, LOCK_SECONDS / 2, true);
            weak.answerMs = answerMs;
            assertThat(other.guess(weak, Optional.of(OWNER)))
                    .as(answerMs + " ms")
                    .isEqualTo(Verdict.FAIL);
        }
    }

    @Test
    void whatIsSeenOpenAfterTheTimeOfThePolicyTellsNothing() {
        Door door = new Door(5, LOCK_SECONDS, true) {
            @Override
            public Tried attempt(String user, String password) {
                // The last look finds no place for a while.
                if (test.bench().budget().elapsedMs() > 50_000) {
                    test.pass(15_000);
                }
                return super.attempt(user, password);
            }
        };
        assertThat(guess(door, Optional.of(OWNER))).isEqualTo(Verdict.UNKNOWN);
        assertThat(test.bench().evidence()).anyMatch(one -> one.code().equals("brute-seen-late"));
    }

    @Test
    void aRightPasswordThatIsAnsweredLateWasNotRefused() {
        Door door = new Door(1000, 0, true) {
            private boolean waited;

            @Override
            public Tried attempt(String user, String password) {
                if (!waited && OWNER.equals(new Login(user, password))) {
                    waited = true;
                    test.pass(8000);
                    return new Tried(Tried.Outcome.SILENT, Exchange.NONE);
                }
                return super.attempt(user, password);
            }
        };
        door.slow = true;
        door.answerMs = 10_000;
        assertThat(guess(door, Optional.of(OWNER))).isNotEqualTo(Verdict.FAIL);
        assertThat(test.bench().evidence())
                .noneMatch(one ->
                        one.code().equals("brute-only-says-so") || one.code().equals("brute-short-lock"));
    }

    @Test
    void aSlowLogInIsTriedWithTheDefaultsThemselves() {
        Door door = new Door(5, 300, true);
        door.slow = true;
        door.answerMs = 1500;
        assertThat(guess(door, Optional.of(OWNER))).isEqualTo(Verdict.PASS);
        assertThat(test.verdict(Key.DEFPW)).isEqualTo(Verdict.PASS);
    }

    @Test
    void aDefaultThatASlowLogInTakesIsFound() {
        Door door = new Door(Integer.MAX_VALUE, 0, true);
        door.slow = true;
        door.second = new Login("owner", "owner");
        guess(door, Optional.of(OWNER));
        assertThat(test.codes(Key.DEFPW, Verdict.FAIL)).containsExactly("default-works");
    }

    @Test
    void aLockOfExactlyThePolicyPasses() {
        assertThat(guess(new Door(FREE, LOCK_SECONDS, true), Optional.of(OWNER)))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void aLockThatOnlyRefusesTheRightPasswordPasses() {
        assertThat(guess(new Door(5, 300, false), Optional.of(OWNER))).isEqualTo(Verdict.PASS);
    }

    @Test
    void noLimitFailsAndAllDefaultsAreTried() {
        Door door = new Door(Integer.MAX_VALUE, 0, true);
        door.second = new Login("support", "support");
        assertThat(guess(door, Optional.of(OWNER))).isEqualTo(Verdict.FAIL);
        assertThat(test.codes(Key.BRUTE, Verdict.FAIL)).containsExactly("brute-unlimited");
        assertThat(test.codes(Key.DEFPW, Verdict.FAIL)).containsExactly("default-works");
    }

    @Test
    void oneTryTooLateFails() {
        assertThat(guess(new Door(FREE + 1, 300, true), Optional.of(OWNER))).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aShortLockFails() {
        assertThat(guess(new Door(5, LOCK_SECONDS - 5, true), Optional.of(OWNER)))
                .isEqualTo(Verdict.FAIL);
        assertThat(test.codes(Key.BRUTE, Verdict.FAIL)).containsExactly("brute-short-lock");
    }

    @Test
    void aShortLockWithoutWordsFails() {
        assertThat(guess(new Door(5, LOCK_SECONDS / 2, false), Optional.of(OWNER)))
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void aLockThatLetsTheRightPasswordInFails() {
        Door door = new Door(5, 300, true);
        door.rightOnePasses = true;
        assertThat(guess(door, Optional.of(OWNER))).isEqualTo(Verdict.FAIL);
        assertThat(test.codes(Key.BRUTE, Verdict.FAIL)).containsExactly("brute-only-says-so");
    }

    @Test
    void aLockThatBelievesTheClaimedOriginFails() {
        Door door = new Door(5, 300, true);
        door.believesOrigin = true;
        assertThat(guess(door, Optional.of(OWNER))).isEqualTo(Verdict.FAIL);
        assertThat(test.codes(Key.BRUTE, Verdict.FAIL)).containsExactly("brute-by-claimed-origin");
    }

    /** Lets a few connections through each minute, whoever they are. */
    private final class Gate extends Door {

        private final int perMinute;
        private long tokens;
        private long atMs = test.nowMs();

        Gate(int perMinute) {
            super(Integer.MAX_VALUE, 0, true);
            this.perMinute = perMinute;
            tokens = perMinute * 60_000L;
        }

        @Override
        public boolean canPretend() {
            return false;
        }

        @Override
        public Tried attempt(String user, String password) {
            tokens = Math.min(perMinute * 60_000L, tokens + (test.nowMs() - atMs) * perMinute);
            atMs = test.nowMs();
            if (tokens < 60_000) {
                test.pass(4000);
                return new Tried(Tried.Outcome.SILENT, Exchange.NONE);
            }
            tokens -= 60_000;
            return super.attempt(user, password);
        }
    }

    @Test
    void aRateThatLetsFewerTriesThroughThanAreFreePasses() {
        assertThat(guess(new Gate(FREE / 3), Optional.of(OWNER))).isEqualTo(Verdict.PASS);
        assertThat(test.codes(Key.BRUTE, Verdict.PASS)).contains("brute-by-rate");
    }

    @Test
    void aRateThatLetsMoreTriesThroughFails() {
        assertThat(guess(new Gate(FREE - 1), Optional.empty())).isEqualTo(Verdict.FAIL);
    }

    /** A log-in of a device that dies after so many answers. */
    private final class Dying extends Door {

        private int answers;

        Dying(int answers, int tries) {
            super(tries, 300, true);
            this.answers = answers;
        }

        @Override
        public boolean canPretend() {
            return false;
        }

        @Override
        public Tried attempt(String user, String password) {
            if (answers-- <= 0) {
                test.pass(10);
                return new Tried(Tried.Outcome.SILENT, Exchange.NONE);
            }
            return super.attempt(user, password);
        }
    }

    @Test
    void aDeviceThatDiesMidwayLimitsNothing() {
        for (int answers = 0; answers < 2 * FREE; answers++) {
            TestBench fresh = new TestBench(List.of(), FREE, LOCK_SECONDS, 8);
            Guessing.run(
                    fresh.bench(),
                    new Dying(answers, Integer.MAX_VALUE),
                    Optional.of(OWNER),
                    new Guessing.Account(),
                    Optional.empty());
            assertThat(fresh.verdict(Key.BRUTE)).as("after %d answers", answers).isEqualTo(Verdict.UNKNOWN);
            assertThat(fresh.verdict(Key.DEFPW))
                    .as("after %d answers", answers)
                    .isEqualTo(answers == 0 ? Verdict.UNKNOWN : Verdict.PASS);
        }
    }

    @Test
    void aDeviceThatDiesWhileItIsLockedIsNotSaidToHoldTheLock() {
        for (int answers = 5; answers < 9; answers++) {
            TestBench fresh = new TestBench(List.of(), FREE, LOCK_SECONDS, 8);
            Guessing.run(
                    fresh.bench(), new Dying(answers, 3), Optional.of(OWNER), new Guessing.Account(), Optional.empty());
            assertThat(fresh.verdict(Key.BRUTE)).as("after %d answers", answers).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void aLogInThatTakesAnythingFails() {
        Door door = new Door(5, 300, true) {
            @Override
            public Tried attempt(String user, String password) {
                return new Tried(Tried.Outcome.ACCEPTED, Exchange.NONE);
            }
        };
        guess(door, Optional.empty());
        assertThat(test.verdict(Key.AUTH)).isEqualTo(Verdict.FAIL);
    }

    /** Locks each account for itself, also those that it does not have. */
    private final class AccountsDoor extends Door {

        private final Map<String, Door> doors = new HashMap<>();
        private final int tries;

        AccountsDoor(int tries) {
            super(tries, 300, true);
            this.tries = tries;
        }

        @Override
        public boolean canPretend() {
            return false;
        }

        @Override
        public Tried attempt(String user, String password) {
            return doors.computeIfAbsent(user, name -> {
                        Door door = new Door(tries, 300, true);
                        door.second = second;
                        return door;
                    })
                    .attempt(user, password);
        }
    }

    @Test
    void aLockOfAnotherAccountIsNoneOfTheOneThatIsGuessedAt() {
        assertThat(guess(new AccountsDoor(3), Optional.of(OWNER))).isEqualTo(Verdict.PASS);
        assertThat(test.codes(Key.BRUTE, Verdict.PASS)).contains("brute-limited");
    }

    @Test
    void aDefaultOfAnAccountIsFoundThoughOthersAreLocked() {
        AccountsDoor door = new AccountsDoor(2);
        door.second = new Login("root", "root");
        guess(door, Optional.of(OWNER));
        assertThat(test.codes(Key.DEFPW, Verdict.FAIL)).containsExactly("default-works");
    }

    private Door warning(int tries, int lockSeconds, String lock) {
        Door door = new Door(tries, lockSeconds, true);
        door.warning = "Wrong. After a few more the log-in is locked";
        door.lock = lock;
        return door;
    }

    @Test
    void aWarningOfALockIsNoLockAndTheLockThatFollowsPasses() {
        assertThat(guess(warning(5, 300, "Locked"), Optional.of(OWNER))).isEqualTo(Verdict.PASS);
        assertThat(test.codes(Key.BRUTE, Verdict.PASS)).contains("brute-limited");
    }

    @Test
    void aWarningThatNothingFollowsFails() {
        Door door = warning(Integer.MAX_VALUE, 0, "");
        assertThat(guess(door, Optional.of(OWNER))).isEqualTo(Verdict.FAIL);
        assertThat(test.codes(Key.BRUTE, Verdict.FAIL)).containsExactly("brute-only-says-so");
    }

    @Test
    void aLockInTheWordsOfTheWarningShowsItselfByRefusingTheRightPassword() {
        Door door = warning(5, 300, "Wrong. After a few more the log-in is locked");
        assertThat(guess(door, Optional.of(OWNER))).isEqualTo(Verdict.PASS);
    }

    @Test
    void aWarningBeforeALockThatIsTooShortFails() {
        assertThat(guess(warning(5, LOCK_SECONDS / 2, "Locked"), Optional.of(OWNER)))
                .isEqualTo(Verdict.FAIL);
        assertThat(test.codes(Key.BRUTE, Verdict.FAIL)).containsExactly("brute-short-lock");
    }

    @Test
    void aLockThatTellsOnlyByWordsAndLetsTheRightPasswordInFails() {
        Door door = new Door(5, 300, true);
        door.lock = "Locked";
        door.rightOnePasses = true;
        assertThat(guess(door, Optional.of(OWNER))).isEqualTo(Verdict.FAIL);
        assertThat(test.codes(Key.BRUTE, Verdict.FAIL)).containsExactly("brute-only-says-so");
    }

    @Test
    void withoutAKnownPasswordAWarningFromTheFirstOnTellsNothing() {
        assertThat(guess(warning(Integer.MAX_VALUE, 0, ""), Optional.empty())).isEqualTo(Verdict.UNKNOWN);
        assertThat(test.codes(Key.BRUTE, Verdict.UNKNOWN)).contains("brute-words-alone");
    }

    @Test
    void withoutAKnownPasswordOtherWordsAfterTheWarningDecide() {
        assertThat(guess(warning(5, 300, "Locked"), Optional.empty())).isEqualTo(Verdict.UNKNOWN);
        assertThat(test.codes(Key.BRUTE, Verdict.UNKNOWN)).containsExactly("brute-limited-alone");
    }

    @Test
    void withoutAKnownPasswordALockDoesNotShowThatItKeepsTheRightOneOut() {
        assertThat(guess(new Door(5, 300, true), Optional.empty())).isEqualTo(Verdict.UNKNOWN);
        assertThat(test.codes(Key.BRUTE, Verdict.UNKNOWN)).containsExactly("brute-limited-alone");
        assertThat(test.verdict(Key.DEFPW)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void withoutAKnownPasswordNoLimitFails() {
        assertThat(guess(new Door(Integer.MAX_VALUE, 0, true), Optional.empty()))
                .isEqualTo(Verdict.FAIL);
        assertThat(test.codes(Key.DEFPW, Verdict.UNKNOWN)).containsExactly("defaults-refused-alone");
    }

    /** A log-in that refuses everything, the right password too. */
    private class Wall extends Door {

        private final Tried.Outcome outcome;

        Wall(Tried.Outcome outcome) {
            super(Integer.MAX_VALUE, 0, true);
            this.outcome = outcome;
        }

        @Override
        public Tried attempt(String user, String password) {
            test.pass(10);
            return new Tried(outcome, Exchange.NONE);
        }
    }

    @Test
    void whatRefusesEverythingOrAnswersNothingPassesNothing() {
        for (Tried.Outcome outcome : List.of(Tried.Outcome.REFUSED, Tried.Outcome.LOCKED, Tried.Outcome.SILENT)) {
            GuessingTest fresh = new GuessingTest();
            fresh.guess(fresh.new Wall(outcome), Optional.empty());
            assertThat(fresh.test.codes(Key.BRUTE, Verdict.PASS))
                    .as(outcome.name())
                    .isEmpty();
            assertThat(fresh.test.verdict(Key.DEFPW)).as(outcome.name()).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void aWebLogInThatTookNoRightPasswordIsNotSaidToBeUnlimited() {
        Door door = new Wall(Tried.Outcome.REFUSED) {
            @Override
            public Service service() {
                return new Service(
                        Endpoint.tcp(InetAddress.ofLiteral("127.0.0.1"), 80),
                        Protocol.HTTP,
                        false,
                        new byte[0],
                        Exchange.NONE);
            }
        };
        assertThat(guess(door, Optional.empty())).isEqualTo(Verdict.UNKNOWN);
        assertThat(test.codes(Key.BRUTE, Verdict.UNKNOWN)).containsExactly("brute-unlimited-alone");
    }

    /** Makes one wait after each failure, longer each time, by answering late or by saying so at once. */
    private final class Delaying extends Door {

        private final double firstMs;
        private final double factor;
        private final double plusMs;
        private final boolean says;
        private final double mostMs;
        private double waitMs;
        private long openAt;

        Delaying(double firstMs, double factor, double plusMs, double mostMs, boolean says) {
            super(Integer.MAX_VALUE, 0, true);
            this.firstMs = firstMs;
            this.factor = factor;
            this.plusMs = plusMs;
            this.mostMs = mostMs;
            this.says = says;
            waitMs = firstMs;
        }

        @Override
        public boolean canPretend() {
            return false;
        }

        @Override
        public Tried attempt(String user, String password) {
            test.pass(10);
            if (test.nowMs() < openAt && says) {
                return new Tried(Tried.Outcome.LOCKED, Exchange.NONE);
            }
            if (OWNER.equals(new Login(user, password))) {
                waitMs = firstMs;
                return new Tried(Tried.Outcome.ACCEPTED, Exchange.NONE);
            }
            long wait = (long) Math.min(mostMs, waitMs);
            waitMs = waitMs * factor + plusMs;
            if (says) {
                openAt = test.nowMs() + wait;
            } else {
                test.pass(wait);
            }
            return new Tried(Tried.Outcome.REFUSED, Exchange.NONE);
        }
    }

    private List<String> figures(String code) {
        return test.bench().evidence().stream()
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow()
                .args();
    }

    @Test
    void answersThatComeLaterAndLaterAreJudgedByTheGuessesOfAnHourAndADay() {
        assertThat(guess(new Delaying(200, 2, 0, Double.MAX_VALUE, false), Optional.of(OWNER)))
                .as(test.bench().evidence().toString())
                .isEqualTo(Verdict.PASS);
        List<String> figures = figures("brute-delayed");
        assertThat(Long.parseLong(figures.get(1))).isBetween(20L, 600L);
        assertThat(Long.parseLong(figures.get(2))).isBetween(480L, 14_400L);
        assertThat(figures.subList(3, 5)).containsExactly("600", "14400");
    }

    @Test
    void aDelayThatGrowsSlowlyIsFollowedUntilItIsEnough() {
        assertThat(guess(new Delaying(300, 1, 300, Double.MAX_VALUE, false), Optional.of(OWNER)))
                .as(test.bench().evidence().toString())
                .isEqualTo(Verdict.PASS);
        assertThat(test.codes(Key.BRUTE, Verdict.PASS)).contains("brute-delayed");
    }

    @Test
    void aDelayThatStopsGrowingTooEarlyFails() {
        assertThat(guess(new Delaying(200, 2, 0, 2000, false), Optional.of(OWNER)))
                .as(test.bench().evidence().toString())
                .isEqualTo(Verdict.FAIL);
        assertThat(Long.parseLong(figures("brute-delay-too-short").get(1))).isGreaterThan(600);
    }

    @Test
    void aLockThatDoublesIsNotTooShortBecauseItsFirstIs() {
        assertThat(guess(new Delaying(1000, 2, 0, Double.MAX_VALUE, true), Optional.of(OWNER)))
                .as(test.bench().evidence().toString())
                .isEqualTo(Verdict.PASS);
        assertThat(figures("brute-delayed").getFirst()).isEqualTo("1");
    }

    @Test
    void withoutAPolicyTheFiguresAreToldAndNothingIsPassed() {
        TestBench unset = new TestBench(
                List.of(),
                new Policy(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()),
                new byte[0]);
        test = unset;
        guess(new Delaying(200, 2, 0, Double.MAX_VALUE, false), Optional.of(OWNER));
        assertThat(unset.codes(Key.BRUTE, Verdict.UNKNOWN)).contains("brute-delay-seen", "brute-policy-unset");
        assertThat(unset.codes(Key.BRUTE, Verdict.PASS)).isEmpty();
    }
}
