package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rules 1 to 7 of docs/concepts/facts.md. Days count from now. */
class CurrentValueTest {

    private static Facts yes() {
        return Facts.of("psti.declared", true);
    }

    private static Facts no() {
        return Facts.of("psti.declared", false);
    }

    private static CurrentValue of(Facts... facts) {
        return within(null, facts);
    }

    private static CurrentValue within(@Nullable Duration within, Facts... facts) {
        return CurrentValue.of(Arrays.stream(facts).map(Facts::fact).toList(), within, Facts.NOW);
    }

    private static void assertKnown(CurrentValue current, Facts leader) {
        assertThat(current.state()).isEqualTo(CurrentValue.State.KNOWN);
        assertThat(current.leader()).isEqualTo(leader.fact());
    }

    @Test
    void aContradictionNamesWhatLeadsAndWhatIsAgainstIt() {
        Facts strong = yes().day(-10).measured();
        Facts same = yes().day(-9);
        Facts weak = no().day(-5);
        List<Fact> facts = List.of(weak.fact(), same.fact(), strong.fact());
        assertThat(Contradiction.among(facts, Facts.NOW))
                .contains(new Contradiction(List.of(strong.fact(), same.fact()), List.of(weak.fact()), false));
        assertThat(Contradiction.among(List.of(same.fact(), strong.fact()), Facts.NOW))
                .isEmpty();
        assertThat(Contradiction.among(List.of(), Facts.NOW)).isEmpty();
    }

    @Nested
    class Rule1Out {

        @Test
        void nothingIsKnownWithoutFacts() {
            assertThat(of().state()).isEqualTo(CurrentValue.State.NONE);
        }

        @Test
        void aSupersededFactIsOut() {
            Facts old = yes().day(-10);
            Facts fresh = no().day(-5).supersedes(old.fact());
            assertKnown(of(old, fresh), fresh);
            assertThat(of(old, fresh).passedOver()).isEmpty();
        }

        @Test
        void aWeakerFactCannotReplaceAStronger() {
            Facts strong = yes().day(-10).measured();
            Facts weak = no().day(-5).supersedes(strong.fact());
            assertThat(of(strong, weak).state()).isEqualTo(CurrentValue.State.CONTRADICTION);
        }

        @Test
        void aSupersededFactStaysOutWhenItsSuccessorIsReplacedOrEnds() {
            Facts first = yes().day(-10);
            Facts second = no().day(-8).supersedes(first.fact());
            Facts third = no().day(-6).until(-1).supersedes(second.fact());
            assertThat(of(first, second, third).state()).isEqualTo(CurrentValue.State.EXPIRED);
        }

        @Test
        void aFactComesBackWhenItsSuccessorIsWithdrawn() {
            Facts first = yes().day(-10);
            assertKnown(of(first), first);
        }

        @Test
        void aFactCannotSupersedeItself() {
            Facts fact = yes();
            assertThatThrownBy(() -> fact.supersedes(fact.fact())).hasMessageContaining("supersedes itself");
        }
    }

    @Nested
    class Rule2End {

        @Test
        void aFactEndsAtTheInstantUntilWhichItIsValid() {
            assertThat(of(yes().day(-1).until(0)).state()).isEqualTo(CurrentValue.State.EXPIRED);
            assertThat(of(yes().day(-1).until(1)).state()).isEqualTo(CurrentValue.State.KNOWN);
        }

        @Test
        void aFactEndsWhenItIsTooOld() {
            assertThat(within(Duration.ofDays(30), yes().day(-30)).state()).isEqualTo(CurrentValue.State.EXPIRED);
            assertThat(within(Duration.ofDays(31), yes().day(-30)).state()).isEqualTo(CurrentValue.State.KNOWN);
        }

        @Test
        void aDayIsAsOldAsItselfHoweverLateItIsWrittenDown() {
            LocalDate today = LocalDate.ofInstant(Facts.NOW, ZoneOffset.UTC);
            Facts old = Facts.of("scan.database", today.minusDays(30)).day(-1);
            assertThat(within(Duration.ofDays(30), old).state()).isEqualTo(CurrentValue.State.EXPIRED);
            assertThat(within(Duration.ofDays(31), old).changesAt()).isEqualTo(Facts.at(1));
            Facts ahead = Facts.of("support.ends", today.plusDays(900)).day(-1);
            assertThat(within(Duration.ofDays(31), ahead).changesAt()).isEqualTo(Facts.at(30));
        }

        @Test
        void theEarlierEndCounts() {
            assertThat(within(Duration.ofDays(30), yes().day(-40).until(5)).state())
                    .isEqualTo(CurrentValue.State.EXPIRED);
            assertThat(within(Duration.ofDays(30), yes().day(-10).until(5)).changesAt())
                    .isEqualTo(Facts.at(5));
            assertThat(within(Duration.ofDays(30), yes().day(-10).until(25)).changesAt())
                    .isEqualTo(Facts.at(20));
        }

        @Test
        void aFactThatHadEndedWhenItWasObservedIsExpired() {
            assertThat(of(yes().day(-1).until(-9)).state()).isEqualTo(CurrentValue.State.EXPIRED);
        }
    }

    @Nested
    class Rule3Leader {

        @Test
        void theStrongestLeads() {
            Facts measured = yes().measured().day(-90);
            assertKnown(of(yes().day(-1), measured, yes().declared()), measured);
        }

        @Test
        void amongEqualsTheLastObservedLeads() {
            Facts last = yes().day(-1);
            assertKnown(of(yes().day(-3), last, yes().day(-2)), last);
        }

        @Test
        void anEqualFactThatStillHoldsLeadsWhenTheLastObservedEnded() {
            Facts lasting = yes().day(-10);
            assertKnown(of(lasting, yes().day(-5).until(-1)), lasting);
        }

        @Test
        void whoAgreesIsUsedToo() {
            Facts leader = yes().measured();
            Facts weaker = yes().day(-4);
            assertThat(of(leader, weaker).used()).containsExactly(leader.fact(), weaker.fact());
        }
    }

    @Nested
    class Rule4EqualsContradict {

        @Test
        void equalsThatOverlapAndDisagreeContradict() {
            Facts leader = yes().day(-1);
            Facts other = no().day(-2);
            assertThat(of(leader, other).state()).isEqualTo(CurrentValue.State.CONTRADICTION);
            assertThat(of(leader, other).against()).containsExactly(other.fact());
        }

        @Test
        void alsoAfterOneOfThemEnded() {
            assertThat(of(yes().day(-10), no().day(-12).until(-5)).state()).isEqualTo(CurrentValue.State.CONTRADICTION);
            assertThat(of(yes().day(-10), no().day(-8).until(-5)).state()).isEqualTo(CurrentValue.State.CONTRADICTION);
        }

        @Test
        void theSlotIsStaleOnceBothEnded() {
            assertThat(of(yes().day(-10).until(-2), no().day(-8).until(-5)).state())
                    .isEqualTo(CurrentValue.State.EXPIRED);
        }

        @Test
        void equalsThatDoNotOverlapDoNotContradict() {
            Facts now = yes().day(-10);
            assertKnown(of(now, no().day(-30).until(-10)), now);
        }

        @Test
        void oneThatNeverHeldContradictsNobody() {
            Facts now = yes().day(-10);
            assertKnown(of(now, no().day(-5).until(-7)), now);
        }

        @Test
        void supersedingResolves() {
            Facts one = yes().day(-10);
            Facts other = no().day(-8);
            Facts third = yes().day(-1).supersedes(one.fact(), other.fact());
            assertKnown(of(one, other, third), third);
        }
    }

    @Nested
    class Rule5WeakerContradicts {

        @Test
        void aWeakerLaterFactThatDisagreesContradicts() {
            assertThat(of(yes().measured().day(-10), no().day(-5)).state()).isEqualTo(CurrentValue.State.CONTRADICTION);
        }

        @Test
        void alsoWhenItHasEnded() {
            assertThat(of(yes().measured().day(-10), no().day(-5).until(-3)).state())
                    .isEqualTo(CurrentValue.State.CONTRADICTION);
        }

        @Test
        void anOlderWeakerFactIsOutranked() {
            Facts measured = yes().measured().day(-10);
            Facts older = no().day(-20);
            assertKnown(of(measured, older), measured);
            assertThat(of(measured, older).passedOver()).containsExactly(older.fact());
        }

        @Test
        void measuringAgainResolves() {
            Facts again = yes().measured();
            assertKnown(of(yes().measured().day(-10), no().day(-5), again), again);
        }
    }

    @Nested
    class Rule6Shadow {

        @Test
        void weakerFactsFromBeforeTheEndAreShadowed() {
            assertThat(of(yes().measured().day(-30).until(-10), yes().day(-20)).state())
                    .isEqualTo(CurrentValue.State.SHADOWED);
        }

        @Test
        void aFactObservedAfterwardsCountsByItself() {
            Facts later = no().day(-10);
            assertKnown(of(yes().measured().day(-30).until(-10), yes().day(-20), later), later);
        }

        @Test
        void theLastEndOfTheStrongestCounts() {
            assertThat(of(
                                    yes().measured().day(-30).until(-5),
                                    yes().measured().day(-20).until(-15),
                                    yes().day(-10))
                            .state())
                    .isEqualTo(CurrentValue.State.SHADOWED);
        }

        @Test
        void whatCountsAfterwardsIsJudgedByTheSameRules() {
            assertThat(of(
                                    yes().measured().day(-30).until(-20),
                                    yes().strength(Strength.TESTED).day(-20).until(-10),
                                    yes().day(-15))
                            .state())
                    .isEqualTo(CurrentValue.State.SHADOWED);
        }
    }

    @Nested
    class Rule7Disagree {

        @Test
        void setsDisagreeUnlessEqual() {
            Facts one = Facts.of("login.mechanisms", List.of("web", "ssh")).day(-2);
            Facts same = Facts.of("login.mechanisms", List.of("ssh", "web"));
            Facts fewer = Facts.of("login.mechanisms", List.of("web")).day(-1);
            assertKnown(of(one, same), same);
            assertThat(of(one, fewer).state()).isEqualTo(CurrentValue.State.CONTRADICTION);
        }
    }

    @Test
    void moreFactsThanTheLimitAreRefused() {
        List<Fact> many = Collections.nCopies(CurrentValue.FACTS_MAX + 1, yes().fact());
        assertThatThrownBy(() -> CurrentValue.of(many, null, Facts.NOW))
                .isInstanceOf(ConformityException.class)
                .hasMessageContaining("10001 facts, at most 10000");
    }
}
