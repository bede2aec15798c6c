package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.document.Content;
import dev.shisa.server.document.Document;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.document.Documents;
import dev.shisa.server.document.Marks;
import dev.shisa.server.document.NewDocument;
import dev.shisa.server.document.Revision;
import dev.shisa.server.document.Section;
import dev.shisa.server.document.Version;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the house promises in its documents is what its clocks count; where it is not, that is told, and nothing in force is altered. */
class PromisedDaysTest extends ServerTest {

    @Autowired
    private Products products;

    @Autowired
    private Documents documents;

    @Autowired
    private Verdicts verdicts;

    private Person writer = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person executive = writer;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Browser psirt;

    @BeforeEach
    void aCompany() {
        emptyDatabase();
        writer = person(Role.QUALITY);
        executive = person(Role.EXECUTIVE);
        psirt = signedIn(person(Role.PSIRT));
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), writer);
    }

    private void rules(int acknowledge, int status) {
        Page seen = psirt.get("/psirt/settings");
        Page entered = psirt.post(
                "/psirt/settings",
                "seen",
                seen.html().replaceFirst("(?s).*name=\"seen\" value=\"(\\d+)\".*", "$1"),
                "acknowledge",
                "" + acknowledge,
                "status",
                "" + status,
                "fix",
                "45");
        assertThat(entered.status()).as(entered.text()).isEqualTo(302);
    }

    private Document policy(String... languages) {
        return documents.create(new NewDocument(DocumentKind.DISCLOSURE_POLICY, null, Set.of(languages)), writer);
    }

    private String text(Document document) {
        Content content = documents.newest(document.id()).revision().content();
        StringBuilder text = new StringBuilder();
        content.languages()
                .values()
                .forEach(sections -> sections.forEach(s -> text.append(s.text()).append('\n')));
        return text.toString();
    }

    /** Writes something in the place of every gap, and changes what is there. */
    private Version write(Document document, UnaryOperator<String> changed) {
        Version version = documents.newest(document.id());
        Content content = version.revision().content();
        Map<String, List<Section>> languages = new TreeMap<>();
        content.languages()
                .forEach((language, sections) -> languages.put(
                        language,
                        sections.stream()
                                .map(s -> {
                                    String text = s.text();
                                    for (String label : Marks.gaps(text)) {
                                        text = text.replace(Marks.gap(label, language), "当社が決めた内容");
                                    }
                                    return new Section(s.id(), s.heading(), changed.apply(text));
                                })
                                .toList()));
        return documents.save(
                document,
                version,
                version.revision().number(),
                Content.of(content.titles(), languages),
                new Revision.About("", LocalDate.of(2027, 11, 1), "website", "https://www.midorihama.example/psirt"),
                writer);
    }

    private void inForce(Document document) {
        Version version = documents.newest(document.id());
        version = documents.submit(document, version, version.steps(), writer);
        version = documents.review(document, version, version.steps(), "", person(Role.QUALITY));
        version = documents.approve(document, version, version.steps(), "", executive);
        documents.enact(document, version, version.steps(), executive, "page");
    }

    private VerdictState verdict() {
        verdicts.settle(camera.id());
        return Objects.requireNonNull(verdicts.states(camera.id()).get(new RequirementId("jcstar1", "S1.1-05")));
    }

    @Test
    void aDraftPromisesTheDaysThatTheClocksCount() {
        rules(5, 21);
        Document document = policy("ja", "en");
        assertThat(text(document))
                .contains(
                        "受け取ったことを、5日以内に報告者へ返事します",
                        "報告者には、少なくとも21日ごとに、進み具合を知らせます",
                        "直すまでの目標の期間: 報告から45日",
                        "received it within 5 days.",
                        "how far it is at least every 21 days.");
        assertThat(psirt.get("/documents/" + document.id()).html())
                .as("where it comes from")
                .contains("href=\"/psirt/settings\">受け取りの返事</a>");
        assertThat(psirt.get("/documents/" + document.id()).text()).contains("報告の連絡先 (なし)");
    }

    @Test
    void whatNobodyHasEnteredStaysAGapUntilItIs() {
        Person owner = person(Role.OWNER, Role.QUALITY);
        Document document = policy("ja");
        assertThat(signedIn(owner).get("/documents/" + document.id()).html()).contains("href=\"/settings/portal\"");
        assertThat(text(document)).contains("【未記入: 報告を受け付ける連絡先");
        TestPortal.enterIssuer(signedIn(owner));
        Version version = documents.newest(document.id());
        Page taken = signedIn(owner)
                .post(
                        "/documents/" + document.id() + "/answers",
                        "seen",
                        "" + version.revision().number());
        assertThat(taken.status()).as(taken.text()).isEqualTo(302);
        assertThat(text(document)).contains("- psirt@midorihama.example").doesNotContain("報告を受け付ける連絡先");
    }

    @Test
    void aRuleThatChangesReopensTheDocumentThatPromisesItAndAltersNoWordOfIt() {
        Document document = policy("ja", "en");
        write(document, text -> text);
        inForce(document);
        assertThat(verdict()).isEqualTo(VerdictState.MET);
        assertThat(psirt.get("/psirt/settings").text()).contains("決まりと同じ").doesNotContain("決まりと違う");
        String before = text(document);

        rules(10, 30);
        assertThat(text(document)).isEqualTo(before);
        assertThat(verdict()).isEqualTo(VerdictState.RECHECK);
        Page page = signedIn(writer).get("/documents/" + document.id());
        assertThat(page.text()).contains("受け取りの返事 この文書「7日以内」 決まり「10日以内」").doesNotContain("状況のお知らせ この文書");
        assertThat(signedIn(writer).english().get("/documents/" + document.id()).text())
                .contains("Acknowledging reports: this document “7 days”, the rule “10 days”");
        assertThat(signedIn(writer).get("/").text()).contains("「脆弱性開示ポリシー」第1版");
        assertThat(psirt.get("/psirt/settings").text()).contains("決まりと違う", "7日以内");

        rules(7, 30);
        assertThat(verdict()).as("the rule is as it was").isEqualTo(VerdictState.MET);
        assertThat(signedIn(writer).get("/documents/" + document.id()).text()).doesNotContain("決まり「");
    }

    @Test
    void aTextThatPromisesOtherDaysIsNotHandedInUntilSomebodyHasSeenIt() {
        Document document = policy("ja");
        write(document, text -> text.replace("7日以内", "3営業日以内").replace("少なくとも30日ごと", "2週間ごと"));
        Page page = signedIn(writer).get("/documents/" + document.id());
        assertThat(page.text()).contains("受け取りの返事 この文書「3営業日以内」 決まり「7日以内」", "状況のお知らせ この文書「2週間ごと」 決まり「少なくとも30日ごと」");
        assertThatThrownBy(() -> inForce(document))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("document.outdated"));

        rules(7, 14);
        assertThat(signedIn(writer).get("/documents/" + document.id()).text())
                .as("two weeks are fourteen days")
                .contains("受け取りの返事 この文書")
                .doesNotContain("状況のお知らせ この文書");
        Page seen = signedIn(writer)
                .post("/documents/" + document.id() + "/still-right", "version", "1", "note", "窓口は3営業日で返す");
        assertThat(seen.status()).as(seen.text()).isEqualTo(302);
        inForce(document);
        assertThat(verdict()).isEqualTo(VerdictState.MET);

        rules(8, 14);
        assertThat(verdict()).as("beside another rule it was not seen").isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void aPolicyFromBeforeThatPromisesOtherDaysIsToldByItself() {
        // Nothing is known of what it was made from.
        Content content = Content.of(
                Map.of("ja", "脆弱性開示ポリシー"),
                Map.of(
                        "ja",
                        List.of(
                                new Section("contact", "連絡先", "- psirt@midorihama.example"),
                                new Section("procedure", "手続き", "- 受け取ったことを、3営業日以内に報告者へ返事します。"),
                                new Section("status", "お知らせ", "- 報告者には、進み次第、進み具合を知らせます。"))));
        Document document =
                documents.create(new NewDocument(DocumentKind.DISCLOSURE_POLICY, null, Set.of("ja")), content, writer);
        assertThatThrownBy(() -> inForce(document)).isInstanceOf(Problem.class);
        write(document, text -> text.replace("3営業日以内", "7日以内"));
        inForce(document);
        assertThat(signedIn(writer).get("/documents/" + document.id()).text()).doesNotContain("この文書「");
        rules(3, 30);
        assertThat(signedIn(writer).get("/documents/" + document.id()).text()).contains("この文書「7日以内」 決まり「3日以内」");
    }
}
