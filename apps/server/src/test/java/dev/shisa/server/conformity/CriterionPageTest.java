package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The page of a requirement shows at once what holds it up; all else is folded, and nothing twice. */
class CriterionPageTest extends ServerTest {

    private static final String PORTS = "/products/MC-200/conformity/S1.1-01";

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    private Person quality = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series series = new Series(new java.util.UUID(0, 0), "", "", "", "", "", null, 1);

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        series = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    @Test
    void listsThatDisagreeStandOnceAndOnlyWhatDiffersIsMarked() {
        RegisterItem web = port("管理画面");
        RegisterItem video = port("映像");
        RegisterItem telnet = port("遠隔保守");
        ports(EvidenceKind.DOCUMENT, web, video);
        clock.advance(Duration.ofHours(1));
        ports(EvidenceKind.DECLARATION, web, video, telnet);
        Page page = signedIn(quality).get(PORTS);
        String html = page.html();
        assertThat(html.split("id=\"conflict-network_services\"", -1))
                .as("once")
                .hasSize(2);
        assertThat(html.split("href=\"#conflict-network_services\"", -1))
                .as("the next step and each leaf that rests on it lead there")
                .hasSizeGreaterThan(3);
        assertThat(page.text()).contains("どちらにもあるもの: 管理画面、映像");
        assertThat(html.split("<mark class=\"differs\">", -1)).hasSize(3);
        assertThat(html)
                .contains("<mark class=\"differs\">遠隔保守</mark>", "<mark class=\"differs\">ほかにはない</mark>")
                .doesNotContain("<mark class=\"differs\">管理画面");
        assertThat(signedIn(quality).english().get(PORTS).text()).contains("On both sides:", "Nothing else");
        assertThat(signedIn(Role.AUDITOR).get(PORTS).html())
                .as("also for who reads only")
                .contains("id=\"conflict-network_services\"", "どちらにもあるもの: 管理画面、映像");
    }

    @Test
    void valuesThatAreNoListsAreMarkedAsAWhole() {
        record(EvidenceKind.DOCUMENT, "priority.policy", Subject.Kind.ORGANISATION, Value.word("documented"));
        clock.advance(Duration.ofHours(1));
        record(EvidenceKind.DECLARATION, "priority.policy", Subject.Kind.ORGANISATION, Value.word("none"));
        String html =
                signedIn(quality).get("/products/MC-200/conformity/S1.1-09").html();
        assertThat(html.split("<mark class=\"differs\">", -1)).hasSize(3);
        assertThat(html).doesNotContain("conflict-common");
    }

    /** More evidence for an answer that is in the way would only make it stand. */
    @Test
    void anAnswerThatIsInTheWayCanBeGivenAnew() {
        record(EvidenceKind.DECLARATION, "disclosure.published", Subject.Kind.ORGANISATION, Value.word("website"));
        record(EvidenceKind.DECLARATION, "disclosure.parts", Subject.Kind.ORGANISATION, Value.words("contact"));
        String html =
                signedIn(quality).get("/products/MC-200/conformity/S1.1-05").html();
        String failing = html.substring(html.indexOf("② 報告を受けたあとの手続きがある", html.indexOf("id=\"tree-rule\"")));
        assertThat(failing.substring(0, failing.indexOf("</li>")))
                .contains("questions/one?key=disclosure.parts")
                .doesNotContain("evidence/new");
        assertThat(html).contains("evidence/new?fact=disclosure.published");
    }

    @Test
    void whatIsSettledIsNamedAndFoldedAndWhatHoldsItUpIsOpen() {
        RegisterItem web = port("管理画面");
        Recorded list = ports(EvidenceKind.DOCUMENT, web);
        evidence.confirm(list.evidence(), Set.copyOf(list.facts()), person(Role.QUALITY), "");
        Page page = signedIn(quality).get(PORTS);
        String html = page.html();
        String folded = Stream.of(html.split("<details class=\"node-settled\">", -1))
                .skip(1)
                .map(rest -> rest.substring(0, rest.indexOf("</details>")))
                .collect(Collectors.joining());
        assertThat(page.text()).containsPattern("[0-9]+件は決まっています。");
        assertThat(folded).contains("待ち受けているポートの一覧が文書になっている", list.code(), "確認: ");
        assertThat(folded).doesNotContain("is-unknown", "is-not-met");
    }

    @Test
    void relationsReadingsAndHistoryAreDrawersThatWorkWithoutScript() {
        String html = signedIn(quality).get(PORTS).html();
        for (String heading : List.of("elsewhere-h", "history-h", "readings-h")) {
            assertThat(html).containsPattern("<details class=\"more\">\\s*<summary><h2 id=\"" + heading + "\"");
        }
        assertThat(html)
                .doesNotContain("data-fold")
                .doesNotContainPattern("<details class=\"more\" open[^>]*>\\s*<summary><h2 id=\"history-h\"");
        assertThat(html.indexOf("class=\"next")).isPositive().isLessThan(html.indexOf("id=\"tree-rule\""));
    }

    @Test
    void quotationMarksWithinQuotationMarksAreThoseOfTheSecondLevel() {
        assertThat(Words.quoted("「遠隔保守」は必要である")).isEqualTo("『遠隔保守』は必要である");
        assertThat(Words.quoted("\"telnet\" is needed")).isEqualTo("‘telnet’ is needed");
        assertThat(Words.quoted("“telnet” is needed")).isEqualTo("‘telnet’ is needed");
    }

    private RegisterItem port(String name) {
        return products.addItem(series, "service", name, "", quality);
    }

    private Recorded ports(EvidenceKind kind, RegisterItem... open) {
        return record(
                kind,
                "network.services",
                Subject.Kind.RELEASE,
                Value.words(
                        new TreeSet<>(Stream.of(open).map(RegisterItem::code).toList())));
    }

    private Recorded record(EvidenceKind kind, String key, Subject.Kind of, Value value) {
        Subject subject = products.subject(series, of);
        Slot slot = Slot.of(key);
        return evidence.record(
                new NewEvidence(
                        kind,
                        kind.strength(Map.of()),
                        "ポートの一覧",
                        "第2版を読んだ",
                        "3ページ",
                        of == Subject.Kind.ORGANISATION ? null : series.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        null,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(new NewFact(
                        subject, slot, value, "第2版", evidence.replaceable(subject, slot, kind.strength(Map.of())))));
    }
}
