package dev.shisa.server.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Person;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whom a text means: a whole name, never a guess. */
class MentionsTest {

    private static final Person ICHIRO = person(1, "鈴木 一郎");
    private static final Person JIRO = person(2, "鈴木 二郎");
    private static final Person ANN = person(3, "Ann");
    private static final Person ANNA = person(4, "Anna Sato");
    private static final Person TWIN = person(5, "鈴木 一郎");
    private static final List<Person> ALL = List.of(ICHIRO, JIRO, ANN, ANNA);

    private static Person person(int id, String name) {
        return new Person(new UUID(0, id), "", name, "ja", Set.of(), Set.of());
    }

    private static Mentions.Found in(String text) {
        return Mentions.in(text, ALL, person -> true);
    }

    @Test
    void aWholeNameIsMeantHoweverItIsTyped() {
        for (String text : List.of("@鈴木 一郎", "@鈴木一郎さん", "@鈴木　一郎、どうですか", "はい。@鈴木 一郎")) {
            assertThat(in(text).people()).as(text).containsExactly(ICHIRO.id());
        }
        assertThat(in("@ann, @Anna Sato @ANN").people()).containsExactly(ANN.id(), ANNA.id());
    }

    @Test
    void whatBeginsLikeANameIsAskedFor() {
        for (String text : List.of("@鈴木", "@鈴木さん", "@鈴", "@Anna", "@Anna S")) {
            assertThat(in(text).wrong()).as(text).isEqualTo("part");
        }
        assertThat(in("@鈴木").names()).containsExactly("鈴木", "鈴木 一郎 / 鈴木 二郎");
    }

    @Test
    void whatIsNobodysNameIsText() {
        for (String text : List.of("@types/node", "a@ann", "@", "@ 鈴木", "@@", "annex@鈴木 一郎", "@anniversary")) {
            assertThat(in(text)).as(text).isEqualTo(new Mentions.Found(List.of(), null, List.of()));
        }
    }

    @Test
    void whoDoesNotSeeItIsRefusedAndNotNamedAmongOthers() {
        assertThat(Mentions.in("@鈴木 一郎", ALL, person -> !person.equals(ICHIRO)).wrong())
                .isEqualTo("unseen");
        assertThat(Mentions.in("@鈴木", ALL, person -> !person.equals(ICHIRO)).names())
                .containsExactly("鈴木", "鈴木 二郎");
        assertThat(Mentions.in("@鈴木", ALL, person -> person.equals(ANN)).wrong())
                .isEqualTo("unseen");
    }

    @Test
    void ofTwoOfOneNameWhoSeesItIsMeant() {
        assertThat(Mentions.in("@鈴木 一郎", List.of(ICHIRO, TWIN), person -> person.equals(TWIN))
                        .people())
                .containsExactly(TWIN.id());
    }
}
