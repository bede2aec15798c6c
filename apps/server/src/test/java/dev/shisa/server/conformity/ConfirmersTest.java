package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Of several next steps a reader is shown the first that they can take. */
class ConfirmersTest extends ServerTest {

    @Autowired
    private Confirmers confirmers;

    @Autowired
    private Products products;

    @Autowired
    private Catalogues catalogues;

    @Autowired
    private FactWords factWords;

    @Autowired
    private Messages messages;

    @Test
    void whatOneCanDoComesBeforeWhatOneWaitsFor() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        Series series = products.create(new NewSeries("NEXT-1", "N-10", "錠", "", List.of("N-10"), "1.0"), quality);
        Judged judged = Judged.of(series);
        Words words = new Words(catalogues.current(), factWords, messages, Locale.JAPANESE, Map.of());
        Board.NextStep confirm = new Board.NextStep("確認", "", "", judged.confirm(), null);
        Board.NextStep strengthen = new Board.NextStep("根拠", "", "", judged.evidenceFor("priority.policy"), null);

        assertThat(confirmers.next(judged, List.of(confirm, strengthen), quality, words))
                .isEqualTo(strengthen);
        assertThat(confirmers.next(judged, List.of(confirm), quality, words)).satisfies(step -> {
            assertThat(step.title()).contains("招待を、責任者に頼んでください");
            assertThat(step.href()).as("what one can look at meanwhile").endsWith("/evidence?confirmation=waiting");
        });
        assertThat(confirmers.next(judged, List.of(confirm), person(Role.AUDITOR), words))
                .satisfies(step -> assertThat(step.title()).contains(quality.name()));
        assertThat(confirmers.next(judged, List.of(), quality, words)).isNull();
    }

    @Test
    void whoCannotInviteIsToldWhomToAskAndNobodyIsToldWhatIsNotTheirs() {
        emptyDatabase();
        Person owner = person(Role.OWNER);
        Person developer = person(Role.PSIRT);
        assertThat(owner.can(Act.CONFIRM)).isFalse();
        assertThat(developer.can(Act.SET_PARAMETERS)).isFalse();
        Series series = products.create(new NewSeries("NEXT-1", "N-10", "錠", "", List.of("N-10"), "1.0"), owner);
        Judged judged = Judged.of(series);
        Words words = new Words(catalogues.current(), factWords, messages, Locale.JAPANESE, Map.of());
        Board.NextStep parameter = new Board.NextStep("値", "", "", Judged.parameter("login.tries.max", "/"), null);
        Board.NextStep confirm = new Board.NextStep("確認", "", "", judged.confirm(), null);
        assertThat(confirmers.next(judged, List.of(parameter, confirm), developer, words))
                .satisfies(step -> {
                    assertThat(step.text()).contains(owner.name());
                    assertThat(Board.stage(step.href())).isEqualTo(Board.Stage.CONFIRM);
                });
    }

    @Test
    void whoIsInvitedAndHasNotComeInIsNotWaitedFor() {
        emptyDatabase();
        Person owner = person(Role.OWNER, Role.QUALITY);
        Series series = products.create(new NewSeries("NEXT-1", "N-10", "錠", "", List.of("N-10"), "1.0"), owner);
        Judged judged = Judged.of(series);
        Words words = new Words(catalogues.current(), factWords, messages, Locale.JAPANESE, Map.of());
        Board.NextStep confirm = new Board.NextStep("確認", "", "", judged.confirm(), null);
        signedIn(owner)
                .post(
                        "/settings/people/new",
                        "name",
                        "佐藤 健",
                        "email",
                        "k.sato@midorihama.example",
                        "language",
                        "ja",
                        "role",
                        "quality");
        assertThat(count("person")).isEqualTo(2);
        assertThat(confirmers.turned(judged, confirm, owner, words).href()).isEqualTo("/settings/people/new");
    }
}
