package dev.shisa.server.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Api;
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
import dev.shisa.server.document.Section;
import dev.shisa.server.document.Version;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The company is registered, guides are decided by it, and when somebody leaves they are not any more. */
class OrganisationPagesTest extends ServerTest {

    private static final List<String> ROLES = List.of("collect", "implement", "verify", "respond", "users", "publish");

    private static final RequirementId RESPONDS = new RequirementId("sme-guide", "SME-R4");

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    private Documents documents;

    @Autowired
    private Register register;

    private final Set<String> known = new HashSet<>();
    private Person owner = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aCompany() {
        emptyDatabase();
        owner = person(Role.OWNER, Role.QUALITY);
        browser = signedIn(owner);
        guides.chooseForOrganisation(Set.of("sme-guide"), owner);
    }

    /** Registers something, and gives its id. */
    private String add(String kind, String... fields) {
        Page sent = browser.post("/organisation/register/" + kind, fields);
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        String entry = jdbc.sql("SELECT entry_id::text FROM organisation_entry WHERE NOT entry_id::text = ANY (:known)")
                .param("known", known.toArray(String[]::new))
                .query(String.class)
                .single();
        known.add(entry);
        return entry;
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        for (FactEntry entry : evidence.entries(List.of(products.organisation()))) {
            if (entry.isStanding()) {
                facts.put(
                        entry.fact().slot().toString(),
                        entry.fact().value().canonical().replace('\n', ','));
            }
        }
        return facts;
    }

    private VerdictState state(RequirementId requirement) {
        return verdicts.states(products.organisation().id()).getOrDefault(requirement, VerdictState.UNKNOWN);
    }

    /** Confirms all that waits, as the second person. */
    private void confirmed() {
        Person second = person(Role.QUALITY);
        Map<UUID, List<FactEntry>> waiting = evidence.entries(List.of(products.organisation())).stream()
                .filter(FactEntry::isWaiting)
                .collect(Collectors.groupingBy(e -> e.fact().evidence()));
        waiting.forEach((id, entries) ->
                evidence.confirm(id, entries.stream().map(FactEntry::id).collect(Collectors.toSet()), second, ""));
    }

    @Test
    void whenWhoeverHoldsARoleLeavesTheRequirementIsNotMetAnyMore() {
        Person engineer = person(Role.PSIRT);
        Browser theirs = signedIn(engineer);
        String suzuki =
                add("person", "name", "鈴木 一郎", "account", engineer.id().toString(), "emergency", "090-0000-1111");
        String sato = add("person", "name", "佐藤 花子");
        for (String role : ROLES) {
            add(
                    "role",
                    "role",
                    role,
                    "by",
                    "person",
                    "holder",
                    role.equals("respond") ? suzuki : sato,
                    "deputy",
                    suzuki);
        }
        String system =
                add("system", "name", "署名サーバ", "administrator", suzuki, "personal", "no", "review", "2030-01-01");
        add(
                "right",
                "system",
                system,
                "holder",
                suzuki,
                "right",
                "署名",
                "decision",
                "keep",
                "on",
                "2026-01-05",
                "review",
                "2030-01-05");
        assertThat(facts()).containsEntry("roles.assigned", "collect,implement,publish,respond,users,verify");
        assertThat(state(RESPONDS)).isEqualTo(VerdictState.EXPECTED);
        confirmed();
        assertThat(state(RESPONDS)).isEqualTo(VerdictState.MET);
        assertThat(browser.get("/").text()).doesNotContain("の担当がいません");

        Page left = browser.post("/organisation/people/" + suzuki + "/leave", "number", "1", "on", "2026-01-31");
        assertThat(left.status()).as(left.text()).isEqualTo(302);

        assertThat(state(RESPONDS)).isNotEqualTo(VerdictState.MET);
        assertThat(facts()).containsEntry("roles.assigned", "collect,implement,publish,users,verify");
        assertThat(browser.get("/").text())
                .contains("「インシデントに対応する役割」の担当がいません", "システム「署名サーバ」の管理者がいません", "署名サーバでの鈴木 一郎さんの権限を外す");
        assertThat(browser.follow(left).text()).contains("2026-01-31 に退職しました", "空いたままのものが3件");
        assertThat(theirs.get("/").status()).as("the session has ended").isEqualTo(302);
        assertThat(acts()).contains("organisation.leave", "person.disable");
        assertThat(browser.get("/organisation/people").text()).contains("2026-01-31 に退職");
        assertThat(browser.post("/organisation/people/" + suzuki + "/leave", "number", "2", "on", "2026-01-31")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void whoTakesAnEntryOutWithoutAReasonIsAskedForItOnTheSamePage() {
        String other = add("person", "name", "佐藤");
        Page refused = browser.post("/organisation/register/person/" + other + "/remove", "number", "1", "reason", " ");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("外す理由が書かれていません。");
        assertThat(refused.html()).contains("id=\"remove-reason-error\"");
        assertThat(browser.get("/organisation/people").text()).contains("佐藤");
    }

    @Test
    void nobodyLeavesByTheOwnHandOrBeforeTheLastDay() {
        String own = add("person", "name", "田中", "account", owner.id().toString());
        assertThat(browser.post("/organisation/people/" + own + "/leave", "number", "1", "on", "2026-01-31")
                        .status())
                .isEqualTo(409);
        String other = add("person", "name", "佐藤");
        Page ahead = browser.post("/organisation/people/" + other + "/leave", "number", "1", "on", "2999-01-31");
        assertThat(ahead.status()).isEqualTo(422);
        assertThat(ahead.text()).contains("2999-01-31 は、まだ来ていない日です。");
        assertThat(ahead.html()).contains("id=\"on-error\"", "value=\"2999-01-31\"");
        Page unread = browser.post("/organisation/people/" + other + "/leave", "number", "1", "on", "きのう");
        assertThat(unread.status()).isEqualTo(422);
        assertThat(unread.text()).contains("最後の日が読み取れません。");
        assertThat(signedIn(Role.QUALITY)
                        .post("/organisation/people/" + other + "/leave", "number", "1", "on", "2026-01-31")
                        .status())
                .isEqualTo(403);
        assertThat(count("person")).isEqualTo(2);
        assertThat(jdbc.sql("SELECT count(*) FROM person WHERE disabled_at IS NOT NULL")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void theEmergencyListHasExactlyTheMarkedPartiesAndSaysHowManyAreUndecided() {
        String sato = add("person", "name", "佐藤 花子", "emergency", "090-1111-2222", "phone", "03-1");
        add("party", "party", "management", "emergency", "must", "person", sato);
        add("party", "party", "legal", "emergency", "no", "phone", "03-9999-9999");
        add(
                "party",
                "party",
                "own",
                "name",
                "JPCERT/CC",
                "side",
                "outside",
                "emergency",
                "may",
                "mail",
                "https://www.jpcert.or.jp/");
        Page list = browser.get("/organisation/emergency");
        assertThat(list.html()).contains("href=\"tel:09011112222\"").doesNotContain("03-9999-9999");
        assertThat(list.text())
                .contains("緊急時に連絡する相手は3件です", "経営層", "佐藤 花子", "JPCERT/CC", "状況次第で連絡します", "製品管理部門", "連絡先がありません")
                .contains("関係者が14件あります");
        Api api = api(owner, Set.of(Act.VIEW));
        Api.Answer answer = api.get("/api/v1/organisation/emergency");
        assertThat(answer.at("/calls/0/party")).isEqualTo("経営層");
        assertThat(browser.get("/organisation/lists/calls.csv").html()).contains("090-1111-2222");
        assertThat(browser.english().get("/organisation/emergency").text()).contains("Management", "3 to call");
    }

    @Test
    void partiesAreGapsUntilSomebodyFillsThem() {
        Page page = browser.get("/organisation/parties");
        assertThat(page.text()).contains("緊急時の関わりが決まっていない関係者が16件あります", "未記入");
        Page form = browser.get("/organisation/register/party/new?party=management");
        assertThat(form.text()).contains("経営層", "○ △ ○");
        assertThat(browser.get("/organisation/register/party/new?party=product-management")
                        .html())
                .as("what the guide tells is there already")
                .containsPattern("name=\"emergency\" value=\"must\"\\s+checked");
    }

    @Test
    void whatCannotBeTakenIsToldAndNothingIsLost() {
        Page bad = browser.post("/organisation/register/role", "role", "respond", "by", "person", "needs", "基礎");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.text()).contains("入れてください", "基礎");
        assertThat(browser.post("/organisation/register/person", "name", "x".repeat(1_000_000))
                        .status())
                .isEqualTo(422);
        assertThat(browser.post("/organisation/register/training", "person", "nobody", "topic", "x", "on", "きのう")
                        .status())
                .isEqualTo(422);
        assertThat(browser.post("/organisation/register/nothing", "name", "x").status())
                .isEqualTo(404);
        assertThat(count("organisation_entry")).isZero();

        String sato = add("person", "name", "佐藤");
        String role = add("role", "role", "respond", "by", "person", "holder", sato);
        assertThat(browser.post("/organisation/register/role", "role", "respond", "by", "nobody")
                        .status())
                .as("a role stands once")
                .isEqualTo(422);
        String one = "/organisation/register/role/" + role;
        assertThat(browser.post(one, "number", "1", "role", "respond", "by", "nobody")
                        .status())
                .isEqualTo(302);
        Page late = browser.post(one, "number", "1", "role", "respond", "by", "outside", "company", "対応社");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("先に変えました");
        assertThat(late.html()).contains("対応社");
        assertThat(browser.post(one + "/remove", "number", "2", "reason", " ").status())
                .isEqualTo(422);
        assertThat(browser.post(one + "/remove", "number", "2", "reason", "誤り").status())
                .isEqualTo(302);
        assertThat(browser.get(one).status()).isEqualTo(404);
    }

    @Test
    void whoWorksWithSomeProductsOnlyReadsTheRegister() {
        Series camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), owner);
        Browser limited = signedIn(person(Set.of(camera.id()), Role.QUALITY));
        assertThat(limited.get("/organisation/people").status()).isEqualTo(200);
        assertThat(limited.post("/organisation/register/person", "name", "佐藤").status())
                .isEqualTo(403);
        assertThat(limited.get("/organisation/people").html()).doesNotContain("/organisation/register/person/new");
    }

    @Test
    void accountsOfShisaAreListedForReviewByThemselves() {
        Person left = person(Role.AUDITOR);
        assertThat(browser.get("/organisation/access").text()).contains(left.name(), "未確認");
        Page form = browser.get("/organisation/register/right/new?system=shisa&account=" + left.id());
        assertThat(form.status()).isEqualTo(200);
        add(
                "right",
                "system",
                "shisa",
                "account",
                left.id().toString(),
                "right",
                "監査",
                "decision",
                "remove",
                "on",
                "2026-01-05",
                "review",
                "2026-06-01");
        assertThat(browser.get("/").text()).contains("Shisaでの" + left.name() + "さんの権限を外すと決めましたが");
        browser.post("/settings/people/" + left.id() + "/disable");
        assertThat(browser.get("/").text()).doesNotContain("権限を外すと決めましたが");
    }

    @Test
    void anAccountWhoseRolesChangeOrThatIsSaidToBeGoneIsLookedAtAgain() {
        Person quality = person(Role.QUALITY);
        String review = add(
                "right",
                "system",
                "shisa",
                "account",
                quality.id().toString(),
                "right",
                "品質・開発",
                "decision",
                "keep",
                "on",
                "2026-01-05",
                "review",
                "2030-01-05");
        assertThat(browser.get("/").text()).doesNotContain("役割が、見直したときから変わりました");
        browser.post(
                "/settings/people/" + quality.id(),
                "version",
                "1",
                "name",
                quality.name(),
                "role",
                "owner",
                "role",
                "quality");
        assertThat(browser.get("/").text()).contains(quality.name() + "さんのShisaでの役割が、見直したときから変わりました");
        assertThat(browser.get("/organisation/access").text()).contains("役割が変わった");

        String path = "/organisation/register/right/" + review;
        assertThat(browser.get(path).text()).contains("今の役割: 責任者、品質・開発");
        List<String> fields = List.of(
                "system",
                "shisa",
                "account",
                quality.id().toString(),
                "right",
                "責任者、品質・開発",
                "on",
                "2026-01-06",
                "review",
                "2030-01-05");
        List<String> kept = new ArrayList<>(fields);
        kept.addAll(List.of("number", "1", "decision", "keep"));
        assertThat(browser.post(path, kept.toArray(String[]::new)).status()).isEqualTo(302);
        assertThat(browser.get("/organisation/access").text()).doesNotContain("役割が変わった");

        List<String> gone = new ArrayList<>(fields);
        gone.addAll(List.of("number", "2", "decision", "gone"));
        assertThat(browser.post(path, gone.toArray(String[]::new)).status()).isEqualTo(302);
        assertThat(browser.get("/organisation/access").text()).contains("まだ使える");
        assertThat(browser.get("/").text()).contains("外したと記録しましたが、まだ使えます");
        browser.post("/settings/people/" + quality.id() + "/disable");
        assertThat(browser.get("/").text()).doesNotContain("まだ使えます");
    }

    @Test
    void everyPageOpensEmptyAndFilledInBothLanguages() {
        List<String> pages = new ArrayList<>(List.of(
                "", "/policy", "/people", "/roles", "/parties", "/emergency", "/training", "/controls", "/access"));
        for (Kind kind : Kind.values()) {
            pages.add("/register/" + kind.id() + "/new");
        }
        for (int round = 0; round < 2; round++) {
            for (String page : pages) {
                for (Browser reader : List.of(browser, signedIn(Role.AUDITOR).english())) {
                    boolean form = page.endsWith("/new");
                    Page shown = reader.get("/organisation" + page);
                    assertThat(shown.status()).as(page).isEqualTo(form && reader != browser ? 403 : 200);
                    assertThat(shown.text()).as(page).doesNotContainPattern("organisation\\.[a-z-]+\\.[a-z]");
                }
            }
            for (String list : Blocks.IDS) {
                assertThat(browser.get("/organisation/lists/" + list + ".xlsx").status())
                        .as(list)
                        .isEqualTo(200);
            }
            if (round == 0) {
                fill();
            }
        }
        assertThat(browser.get("/organisation/lists/nothing.csv").status()).isEqualTo(404);
        assertThat(facts()).containsKeys("training.record", "resources.considered", "insider.considered");
    }

    private void fill() {
        String sato = add("person", "name", "佐藤", "department", "品質部", "mail", "sato@midorihama.example");
        add("role", "role", "respond", "by", "person", "holder", sato, "needs", "基礎");
        add("role", "role", "own", "name", "製品安全の責任者", "by", "outside", "company", "対応社");
        add("activity", "name", "公表", "time", "emergency", "raci-role:respond", "AR", "raci-party:management", "I");
        add("training", "person", sato, "topic", "基礎", "on", "2026-01-05", "until", "2026-01-06");
        add("resource", "way", "expert", "what", "対応社に相談", "on", "2026-01-05");
        add("control", "control", "mistakes", "state", "done", "measure", "2人で確かめる", "review", "2030-01-01");
        add("control", "control", "dev-mail", "state", "planned", "measure", "来年度", "review", "2030-01-01");
        add("service", "name", "受付", "state", "offered");
        add("deed", "act", "review", "covers", "safety", "covers", "security", "on", "2026-01-05", "note", "変更なし");
        add("decision", "act", "instruction", "on", "2026-01-05", "by", "取締役会", "note", "対策を指示");
        add("exchange", "on", "2026-01-05", "sides", "inside", "sides", "outside", "note", "連絡の訓練");
        add("publication", "what", "方針", "address", "https://www.midorihama.example/policy", "on", "2026-01-05");
        add("acknowledgement", "person", sato, "on", "2026-01-05");
        add("content", "item", "covers-safety", "section", "1章");
        browser.get("/organisation/roles");
        assertThat(browser.get("/organisation/register/person/" + sato).text()).contains("佐藤", "退職を記録する");
    }

    @Test
    void aPolicyIsApprovedReadByAllAndTakenBack() {
        Person reviewer = person(Role.QUALITY);
        Person executive = person(Role.EXECUTIVE);
        assertThat(browser.get("/organisation/policy").text()).contains("製品セキュリティポリシーは、まだありません", "文書を書き始める");
        Content content = Content.of(
                Map.of("ja", "製品セキュリティ方針"),
                Map.of(
                        "ja",
                        List.of(
                                new Section("verification", "検証の約束", "出荷の前に検証します。"),
                                new Section("use", "使い方の案内", "安全な使い方を知らせます。"))));
        Document policy =
                documents.create(new NewDocument(DocumentKind.SECURITY_POLICY, null, Set.of("ja")), content, owner);
        assertThat(browser.get("/organisation/policy").text()).contains("まだ承認されていません");
        Version version = documents.newest(policy.id());
        version = documents.submit(policy, version, version.steps(), owner);
        version = documents.review(policy, version, version.steps(), "", reviewer);
        version = documents.approve(policy, version, version.steps(), "", executive);
        version = documents.enact(policy, version, version.steps(), executive, "page");
        add("content", "item", "covers-security", "section", "検証の約束");
        assertThat(facts())
                .containsEntry("policy.document", "approved")
                .containsEntry("policy.covers", "security")
                .doesNotContainKeys("policy.spread", "policy.status");
        Page page = browser.get("/organisation/policy");
        assertThat(page.text()).contains("第1版が承認されています", "3人のうち0人が読みました");
        assertThat(browser.get("/organisation/policy?contents=2").text()).contains("検証の約束", "段階1 承認されたポリシーに書いてある");

        for (Person reader : List.of(owner, reviewer, executive)) {
            documents.acknowledge(policy, version, reader);
        }
        add("deed", "act", "status", "covers", "security", "on", "2026-11-20", "note", "8項目を実現");
        assertThat(facts()).containsEntry("policy.spread", "signed").containsEntry("policy.status", "recorded");
        String safety = add("content", "item", "covers-safety", "section", "使い方の案内");
        assertThat(facts())
                .as("the policy speaks of safety, too, and of that nobody has looked")
                .containsEntry("policy.covers", "safety,security")
                .doesNotContainKey("policy.status");
        browser.post("/organisation/register/content/" + safety + "/remove", "number", "1", "reason", "誤り");
        add("publication", "what", "要約", "address", "https://www.midorihama.example/p", "on", "2026-11-20");
        assertThat(browser.get("/organisation/policy?contents=2").text()).contains("段階3 社外にも公開している");

        documents.withdraw(policy, version, version.steps(), "誤りが見つかった", executive);
        add("deed", "act", "review", "covers", "safety", "on", "2026-11-20", "note", "見直し");
        assertThat(facts())
                .doesNotContainKeys(
                        "policy.document", "policy.covers", "policy.spread", "policy.status", "policy.review");
    }

    @Test
    void theCharterSaysWhatTheRegisterHoldsAndIsToldWhenItIsOtherwise() {
        String suzuki = add("person", "name", "鈴木 一郎");
        String sato = add("person", "name", "佐藤 花子", "department", "開発部");
        add("role", "role", "implement", "by", "person", "holder", sato, "deputy", suzuki, "needs", "安全な設計");
        add("activity", "name", "脆弱性の修正", "time", "normal", "raci-role:implement", "AR", "raci-role:verify", "C");
        Document charter = documents.create(new NewDocument(DocumentKind.PSIRT_CHARTER, null, Set.of("ja")), owner);
        Content drafted = documents.newest(charter.id()).revision().content();
        assertThat(text(drafted))
                .contains(
                        "開発部 佐藤 花子(代わり: 鈴木 一郎)",
                        "脆弱性が見つかったときに直す部署と役職: 開発部 佐藤 花子",
                        "| 活動 | 実行 | 責任 | 相談 | 報告 |",
                        "| 脆弱性の修正 | ",
                        "報告者に受け取りの返事をするまでの日数: 7日以内",
                        "安全な設計");
        assertThat(drafted.gaps().stream().map(Content.Gap::section))
                .as("a role that nobody holds is a gap")
                .contains("roles", "purpose")
                .doesNotContain("duties", "promises");
        Version version = documents.newest(charter.id());
        version = documents.save(
                charter, version, 1, written(drafted), version.revision().about(), owner);
        enacted(charter, version);
        assertThat(browser.get("/documents/" + charter.id()).text()).doesNotContain("もとになった答えや決まりが、そのあとで変わりました");

        browser.post("/organisation/people/" + sato + "/leave", "number", "1", "on", "2026-11-20");
        assertThat(browser.get("/documents/" + charter.id()).text())
                .contains("もとになった答えや決まりが、そのあとで変わりました", "脆弱性を直す担当 (本文のとおり) → (なし)");
        assertThat(text(documents.newest(charter.id()).revision().content()))
                .as("what is in force is not altered")
                .contains("開発部 佐藤 花子");
        assertThat(jdbc.sql("SELECT string_agg(basis, ' ') FROM document_basis")
                        .query(String.class)
                        .single())
                .as("what nobody can erase names nobody")
                .doesNotContain("佐藤", "鈴木");
        assertThat(browser.get("/").text()).contains("製品セキュリティ体制規程");
    }

    private static String text(Content content) {
        return content.sections("ja").stream().map(Section::text).collect(Collectors.joining("\n"));
    }

    /** The policy as its template asks for it, with something written in the place of every gap. */
    private Content written(Content drafted) {
        Map<String, List<Section>> languages = new TreeMap<>();
        drafted.languages()
                .forEach((language, sections) -> languages.put(
                        language,
                        sections.stream()
                                .map(s -> {
                                    String text = s.text();
                                    for (String label : Marks.gaps(text)) {
                                        text = text.replace(Marks.gap(label, language), "当社の方針として定める。");
                                    }
                                    return new Section(s.id(), s.heading(), text);
                                })
                                .toList()));
        return Content.of(drafted.titles(), languages);
    }

    private Version enacted(Document policy, Version drafted) {
        Version version = documents.submit(policy, drafted, drafted.steps(), owner);
        version = documents.review(policy, version, version.steps(), "", person(Role.QUALITY));
        Person executive = person(Role.EXECUTIVE);
        version = documents.approve(policy, version, version.steps(), "", executive);
        return documents.enact(policy, version, version.steps(), executive, "page");
    }

    @Test
    void aPolicyThatFillsItsTemplateSpeaksOfAllThatTheChecklistAsksFor() {
        Document policy =
                documents.create(new NewDocument(DocumentKind.SECURITY_POLICY, null, Set.of("ja", "en")), owner);
        Version version = documents.newest(policy.id());
        assertThat(register.company().lists().contents().stream()
                        .filter(c -> register.company().section(c).isPresent()))
                .as("what nobody has written yet speaks of nothing")
                .isEmpty();
        version = documents.save(
                policy,
                version,
                version.revision().number(),
                written(version.revision().content()),
                version.revision().about(),
                owner);
        enacted(policy, version);
        add("deed", "act", "status", "covers", "safety", "covers", "security", "on", "2026-11-20", "note", "確かめた");

        assertThat(register.company().lists().contents())
                .hasSizeGreaterThan(25)
                .allSatisfy(content -> assertThat(register.company().section(content))
                        .as(content.key())
                        .isPresent());
        assertThat(facts())
                .containsEntry("policy.document", "approved")
                .containsEntry("policy.covers", "reliability,safety,security,use")
                .containsEntry("policy.iot", "lifetime,limited,spread,unnoticed,unwatched")
                .containsEntry("policy.basis", "development,iot,management,other");
        Page page = browser.get("/organisation/policy");
        assertThat(page.text()).doesNotContain("書いていない").contains("セーフティ", "守る品質");
        assertThat(cells(page, "定めた")).as("safety and security").containsExactly("できている", "できている");
    }

    @Test
    void whatWasStruckOrTakenOutOfThePolicyIsNotSpokenOf() {
        Document policy = documents.create(new NewDocument(DocumentKind.SECURITY_POLICY, null, Set.of("ja")), owner);
        Version version = documents.newest(policy.id());
        version = documents.strike(
                policy,
                version,
                version.revision().number(),
                "ja",
                "guidelines",
                "つながる世界の開発指針の、参照した版と箇所",
                "参照していない",
                owner);
        Content whole = written(version.revision().content());
        Content cut = Content.of(
                whole.titles(),
                Map.of(
                        "ja",
                        whole.sections("ja").stream()
                                .map(s -> new Section(
                                        s.id(),
                                        s.heading(),
                                        s.text()
                                                .replaceAll("(?m)^- リライアビリティ.*$", "")
                                                .strip()))
                                .toList()));
        version = documents.save(
                policy,
                version,
                version.revision().number(),
                cut,
                version.revision().about(),
                owner);
        enacted(policy, version);
        register.renew(owner, "page");
        assertThat(facts())
                .containsEntry("policy.covers", "safety,security,use")
                .containsEntry("policy.basis", "iot,management,other");
        assertThat(browser.get("/organisation/policy").text()).contains("書いていない");
    }

    @Test
    void withAnEmptyRegisterSomebodyNewIsNoticedAndAnOldReviewIsToBeDoneAgain() {
        Person reviewer = person(Role.QUALITY);
        Person executive = person(Role.EXECUTIVE);
        Content content = Content.of(
                Map.of("ja", "製品セキュリティ方針"), Map.of("ja", List.of(new Section("verification", "検証の約束", "出荷の前に検証します。"))));
        Document policy =
                documents.create(new NewDocument(DocumentKind.SECURITY_POLICY, null, Set.of("ja")), content, owner);
        Version version = documents.newest(policy.id());
        version = documents.submit(policy, version, version.steps(), owner);
        version = documents.review(policy, version, version.steps(), "", reviewer);
        version = documents.approve(policy, version, version.steps(), "", executive);
        version = documents.enact(policy, version, version.steps(), executive, "page");
        for (Person reader : List.of(owner, reviewer, executive)) {
            documents.acknowledge(policy, version, reader);
        }
        register.renew(owner, "page");
        assertThat(count("organisation_entry")).isZero();
        assertThat(facts()).containsEntry("policy.spread", "signed");
        person(Role.PSIRT);
        register.look();
        assertThat(facts()).doesNotContainKey("policy.spread");

        for (String half : List.of("safety", "security")) {
            add("content", "item", "covers-" + half, "section", "検証の約束");
            add("deed", "act", "review", "covers", half, "on", "2026-11-20", "note", "変更なし");
        }
        assertThat(browser.get("/organisation/policy").text()).contains("できている").doesNotContain("再確認");
        Api api = api(owner, Set.of(Act.VIEW, Act.SET_PARAMETERS));
        Api.Answer interval = api.put(
                "/api/v1/parameters/tsunagaru.review.days",
                "{\"values\": [\"100\"], \"source\": \"社内で決めた間隔\"}",
                "If-Match",
                "\"0\"");
        assertThat(interval.status()).as(interval.toString()).isEqualTo(200);
        clock.advance(Duration.ofDays(200));
        browser = signedIn(owner);
        assertThat(cells(browser.get("/organisation/policy"), "見直した"))
                .as("longer ago than the company has chosen")
                .containsOnly("再確認");
        clock.advance(Duration.ofDays(200));
        browser = signedIn(owner);
        Page past = browser.get("/organisation/policy");
        assertThat(past.text()).as("the policy itself is past its review").doesNotContain("できている");
        assertThat(cells(past, "定めた")).contains("再確認");
        assertThat(cells(past, "見直した")).contains("再確認");
    }

    @Test
    void aPolicyThatWasWrittenElsewhereCountsOnceASecondPersonHasConfirmedIt() {
        Api api = api(owner, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        String file = api.upload("/api/v1/files?fileName=policy.txt", "方針".getBytes(StandardCharsets.UTF_8))
                .at("/id");
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), owner);
        Api.Answer added = api.post("/api/v1/series/MC-200/evidence", """
                {"kind": "document", "title": "製品セキュリティ方針 第3版", "place": "2章", "file": "%s",
                 "facts": [{"key": "policy.document", "value": "approved", "detail": "第3版"},
                           {"key": "policy.parts", "value": ["verification"]}]}""".formatted(file));
        assertThat(added.status()).as(added.toString()).isEqualTo(201);
        assertThat(browser.get("/organisation/policy").text()).contains("まだありません");
        confirmed();
        Page page = browser.get("/organisation/policy");
        assertThat(page.text()).contains("社内の文書として承認されています", "製品セキュリティ方針 第3版", "次に見直す日 決まっていません");
        assertThat(browser.get("/organisation/policy?contents=2").text()).contains("2章");
        add("deed", "act", "status", "covers", "security", "on", "2026-11-20", "note", "8項目を実現");
        assertThat(facts()).as("of safety nobody has looked").doesNotContainKey("policy.status");
        add("deed", "act", "status", "covers", "safety", "on", "2026-11-20", "note", "8項目を実現");
        assertThat(facts()).containsEntry("policy.status", "recorded");

        FactEntry fact = evidence.entries(List.of(products.organisation()), "policy.document").stream()
                .filter(FactEntry::isStanding)
                .findFirst()
                .orElseThrow();
        evidence.withdraw(fact.id(), owner, "別の会社の文書だった");
        register.look();
        assertThat(browser.get("/organisation/policy").text()).contains("まだありません");
        assertThat(facts()).doesNotContainKey("policy.status");
    }

    @Test
    void everyFormRefusesAMillionSignsAndAZeroWithOneSentence() {
        String large = "長".repeat(400_000);
        for (Kind kind : Kind.values()) {
            for (Field field : kind.fields()) {
                if (field.type() == Field.Type.FIXED) {
                    continue;
                }
                String name = field.type() == Field.Type.RACI ? "raci-role:respond" : field.id();
                Page page = browser.post("/organisation/register/" + kind.id(), name, large);
                assertThat(page.status()).as(kind.id() + " " + name).isEqualTo(422);
                assertThat(page.text()).as(kind.id() + " " + name).containsPattern("文字までにしてください|入れてください|選んでください");
                assertThat(browser.post("/organisation/register/" + kind.id(), name, "a\0b")
                                .status())
                        .as(kind.id() + " " + name)
                        .isEqualTo(400);
            }
        }
        assertThat(count("organisation_entry")).isZero();
    }

    @Test
    void listsAreFoundByWordsAndTakenAsTheyAreNarrowed() {
        for (int i = 1; i <= 16; i++) {
            add("person", "name", "佐藤 " + i, "department", i == 7 ? "ソフトウェア課" : "品質部");
        }
        Page all = browser.get("/organisation/people");
        assertThat(all.text()).contains("16人が登録されています", "この画面の一覧を探す");
        Page found = browser.get("/organisation/people?q=そふとうぇあ");
        assertThat(found.text()).contains("佐藤 7").doesNotContain("佐藤 8");
        assertThat(found.html()).containsPattern("/organisation/lists/people\\.csv\\?q=");
        assertThat(browser.get("/organisation/lists/people.csv?q=ソフトウェア").text())
                .contains("佐藤 7")
                .doesNotContain("佐藤 8");
        assertThat(browser.get("/organisation/people?q=いない").text()).contains("16件すべてを調べました");
        assertThat(browser.get("/organisation/people?q=" + "x".repeat(5_000)).status())
                .isEqualTo(200);
    }

    @Test
    void theWholeRegisterMovesToAnotherInstallation() {
        fill();
        byte[] file = browser.get("/organisation/file").bytes();
        String people = browser.get("/organisation/lists/people.csv").html();
        String roles = browser.get("/organisation/lists/roles.csv").html();
        assertThat(browser.upload("/organisation/file", "file", "organisation.json", file)
                        .status())
                .as("nothing is mixed")
                .isEqualTo(409);

        emptyDatabase();
        known.clear();
        owner = person(Role.OWNER, Role.QUALITY);
        browser = signedIn(owner);
        assertThat(browser.upload("/organisation/file", "file", "x.json", new byte[] {'{', 'x'})
                        .status())
                .isEqualTo(422);
        assertThat(browser.upload("/organisation/file", "file", "x.json", """
                        {"entries": [{"id": "00000000-0000-7000-8000-000000000001", "kind": "role",
                          "fields": {"role": "respond", "by": "person", "holder": "nobody"}}]}""".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(422);
        assertThat(count("organisation_entry")).isZero();
        Page brought = browser.upload("/organisation/file", "file", "organisation.json", file);
        assertThat(brought.status()).as(brought.text()).isEqualTo(302);
        assertThat(browser.get("/organisation/lists/people.csv").html()).isEqualTo(people);
        assertThat(browser.get("/organisation/lists/roles.csv").html()).isEqualTo(roles);
        assertThat(facts()).containsKeys("training.record", "resources.considered", "insider.considered");
    }

    @Test
    void aProgramKeepsTheRegisterToo() {
        Api api = api(owner, Set.of(Act.VIEW, Act.EDIT_ORGANISATION));
        Api.Answer added = api.post("/api/v1/organisation/register/person", "{\"fields\": {\"name\": \"佐藤\"}}");
        assertThat(added.status()).as(added.toString()).isEqualTo(201);
        Api.Answer unknown = api.post(
                "/api/v1/organisation/register/person", "{\"fields\": {\"name\": \"佐藤\", \"left\": \"2026-01-01\"}}");
        assertThat(unknown.status()).isEqualTo(422);
        Api.Answer missing = api.post("/api/v1/organisation/register/role", "{\"fields\": {\"role\": \"respond\"}}");
        assertThat(missing.status()).isEqualTo(422);
        String one = String.valueOf(added.header("Location"));
        assertThat(api.put(one, "{\"fields\": {\"name\": \"佐藤 花子\"}}", "If-Match", "\"1\"")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(one).at("/fields/name")).isEqualTo("佐藤 花子");
        assertThat(api.get("/api/v1/organisation/register").at("/items/0/kind")).isNotEmpty();
        assertThat(api.get("/api/v1/organisation/matters").at("/items/0/area")).isNotEmpty();
        assertThat(api.post(one + "/remove", "{\"reason\": \"誤り\"}").status()).isEqualTo(200);
        assertThat(api.get(one).status()).isEqualTo(404);
    }

    /** What a column of a table says, row by row. */
    private static List<String> cells(Page page, String column) {
        return Jsoup.parse(page.html()).select("td[data-label=" + column + "]").eachText();
    }
}
