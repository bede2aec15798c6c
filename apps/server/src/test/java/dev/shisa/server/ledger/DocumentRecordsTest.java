package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.document.Content;
import dev.shisa.server.document.Document;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.document.Documents;
import dev.shisa.server.document.NewDocument;
import dev.shisa.server.document.Section;
import dev.shisa.server.document.Version;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is recorded of documents is what their rows say, and a changed row is told. */
class DocumentRecordsTest extends RecordsCase {

    @Autowired
    private Products products;

    @Autowired
    private Documents documents;

    @Test
    void everyRecordIsItsRowAndAChangedRowIsTold() {
        emptyDatabase();
        Person writer = person(Role.QUALITY);
        Person reviewer = person(Role.QUALITY);
        Person chief = person(Role.EXECUTIVE);
        Browser browser = signedIn(writer);
        Series camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), writer);
        Document guide = documents.create(
                new NewDocument(DocumentKind.PARTNER_GUIDE, camera, Set.of("ja")),
                Content.of(
                        Map.of("ja", "事業者への案内"),
                        Map.of("ja", List.of(new Section("maintenance", "保守者の方", "口を閉じてください。")))),
                writer);
        Version version = documents.newest(guide.id());
        version = documents.submit(guide, version, version.steps(), writer);
        version = documents.review(guide, version, version.steps(), "確かめた", reviewer);
        version = documents.approve(guide, version, version.steps(), "", chief);
        version = documents.enact(guide, version, version.steps(), chief, "page");
        documents.askReaders(
                guide, version, Set.of(reviewer.id()), documents.today().plusDays(7), writer);
        documents.acknowledge(guide, version, reviewer);
        Page made = browser.post(
                "/documents/" + guide.id() + "/handings",
                "business",
                "浜保守サービス",
                "work",
                "maintenance",
                "recipient",
                "担当の方",
                "days",
                "30");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        assertThat(signedOut()
                        .post(made.find("(/handed/[A-Za-z0-9_-]+)"), "name", "保 太郎")
                        .status())
                .isEqualTo(302);
        assertThat(count("document_receipt")).isEqualTo(1);
        Document report = documents.create(
                new NewDocument(DocumentKind.COORDINATOR_REPORT, null, Set.of("ja", "en")), person(Role.PSIRT));
        assertThat(documents.newest(report.id()).number()).isEqualTo(1);
        assertThat(differences()).isEmpty();

        for (String changed : List.of(
                "UPDATE document_revision SET content = replace(content, '閉じて', '開けて') WHERE salt IS NULL",
                "UPDATE document_revision SET change_note = '別の話' WHERE salt IS NOT NULL",
                "UPDATE document_step SET note = '別の話' WHERE salt IS NOT NULL",
                "UPDATE document_basis SET note = '見ていない'",
                "UPDATE document_step SET note = '見ていない' WHERE act = 'review'",
                "UPDATE document_acknowledgement SET person_name = 'だれか'",
                "UPDATE document_handing SET business = '別の会社'",
                "UPDATE document_receipt SET name = '別の人'")) {
            int before = differences().size();
            assertThat(jdbc.sql(changed).update()).as(changed).isEqualTo(1);
            assertThat(differences()).as(changed).hasSize(before + 1);
        }
    }
}
