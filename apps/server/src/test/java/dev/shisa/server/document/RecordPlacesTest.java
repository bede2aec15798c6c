package dev.shisa.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A question that records or a document of the house answer leads there, instead of asking for one more declaration. */
class RecordPlacesTest extends ServerTest {

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        products.create(new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    @Test
    void aQuestionLeadsToTheDocumentThatDecidesItAndLaterToTheOneThatIsThere() {
        String question = "/products/MC-200/questions/one?key=priority.policy&item=";
        assertThat(browser.get(question).text()).contains("記録や文書から答える", "「アップデートの優先度決定方針」をここで書く");
        assertThat(browser.get("/products/MC-200/conformity/S1.1-09").html())
                .contains("/documents/new?kind=priority-policy");
        Page made = browser.post("/documents/new", "kind", "priority-policy", "language", "ja");
        assertThat(made.status()).isEqualTo(302);
        assertThat(browser.get(question).text())
                .contains("文書「アップデートの優先度決定方針」")
                .doesNotContain("「アップデートの優先度決定方針」をここで書く");
        assertThat(browser.get("/products/MC-200/conformity/S1.1-16").html())
                .as("a document about the product is begun for it")
                .contains("/documents/new?kind=user-information&amp;series=MC-200");
    }

    @Test
    void aQuestionOfTheCompanyLeadsToTheDocumentInWhichItIsLaidDown() {
        Map.of(
                        "handling.procedure", "response-procedure",
                        "response.rules", "response-procedure",
                        "response.routes", "response-procedure",
                        "share.targets", "response-procedure",
                        "emergency.prepared", "emergency-plan",
                        "structure.integrated", "psirt-charter",
                        "maintenance.structure", "psirt-charter",
                        "training.appraisal", "psirt-charter")
                .forEach((key, kind) -> assertThat(browser.get("/products/MC-200/questions/one?key=" + key + "&item=")
                                .html())
                        .as(key)
                        .contains("/documents/new?kind=" + kind));
    }

    @Test
    void whoMayNotWriteADocumentIsNotSentToAForm() {
        Person auditor = person(Role.AUDITOR);
        assertThat(signedIn(auditor).get("/products/MC-200/conformity/S1.1-09").html())
                .doesNotContain("/documents/new");
    }

    @Test
    void aQuestionLeadsToTheRegisterThatAnswersIt() {
        Map.ofEntries(
                        Map.entry("roles.assigned", "/organisation/roles"),
                        Map.entry("staffing.security", "/organisation/training"),
                        Map.entry("roles.map", "/organisation/parties"),
                        Map.entry("contacts.list", "/organisation/parties"),
                        Map.entry("contacts.exchange", "/organisation/parties"),
                        Map.entry("training.record", "/organisation/training"),
                        Map.entry("training.plan", "/organisation/training"),
                        Map.entry("resources.considered", "/organisation/training"),
                        Map.entry("insider.considered", "/organisation/controls"),
                        Map.entry("update.timing", "/organisation/sectors"),
                        Map.entry("policy.covers", "/organisation/policy"),
                        Map.entry("policy.iot", "/organisation/policy"),
                        Map.entry("policy.basis", "/organisation/policy"),
                        Map.entry("experts.inside", "/organisation/policy"),
                        Map.entry("policy.spread", "/organisation/policy"),
                        Map.entry("policy.status", "/organisation/policy"),
                        Map.entry("policy.review", "/organisation/policy"),
                        Map.entry("executive.instruction", "/organisation/policy"),
                        Map.entry("budget.security", "/organisation/policy"),
                        Map.entry("budget.basis", "/organisation/policy"),
                        Map.entry("supply.contract", "/organisation/suppliers"),
                        Map.entry("supply.needs", "/organisation/suppliers"),
                        Map.entry("supply.specification", "/organisation/suppliers"),
                        Map.entry("supply.clause.considered", "/organisation/suppliers"),
                        Map.entry("cooperation.agreed", "/organisation/suppliers"),
                        Map.entry("supply.selection", "/organisation/suppliers"),
                        Map.entry("supply.substitute", "/organisation/suppliers"),
                        Map.entry("supply.accepted", "/organisation/suppliers"),
                        Map.entry("verification.environment", "/organisation/environments"),
                        Map.entry("watch.sources", "/vulnerabilities/sources"),
                        Map.entry("watch.record", "/vulnerabilities"),
                        Map.entry("watch.impact", "/vulnerabilities"),
                        Map.entry("components.watched", "/vulnerabilities"))
                .forEach((key, page) -> {
                    Page question = browser.get("/products/MC-200/questions/one?key=" + key + "&item=");
                    assertThat(question.status()).as(key).isEqualTo(200);
                    assertThat(question.html()).as(key).contains("<li><a href=\"" + page + "\">");
                });
    }
}
