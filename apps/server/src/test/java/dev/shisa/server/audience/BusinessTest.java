package dev.shisa.server.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.notice.TestMailServer;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.outgoing.MailSink;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Businesses between the maker and the users: told, asked to answer, listed when they do not; and what is done better then. */
class BusinessTest extends ServerTest {

    private static final String ALL = "/field/businesses";
    private static final String ADVISORIES = "/api/v1/advisories";
    private static final String KEY = "/public/notices/[A-Za-z0-9_-]{43}";

    @Autowired
    private Products products;

    @Autowired
    private AudienceDelivery delivery;

    @Autowired
    private AudienceStore users;

    @Autowired
    private BusinessStore store;

    @Autowired
    private List<PersonTraces> traces;

    @Autowired
    private TransactionTemplate transaction;

    private Person agrees = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser executive;

    @SuppressWarnings("NullAway.Init")
    private Browser stranger;

    @SuppressWarnings("NullAway.Init")
    private Api writer;

    @SuppressWarnings("NullAway.Init")
    private Api second;

    @SuppressWarnings("NullAway.Init")
    private MailSink sink;

    @BeforeEach
    void aMakerWithPublicPagesAndAMailServer() throws Exception {
        emptyDatabase();
        Browser owner = signedIn(Role.OWNER);
        stranger = signedOut();
        Person quality = person(Role.QUALITY);
        writer = api(person(Role.PSIRT), Set.of(Act.VIEW, Act.WRITE_ADVISORY));
        agrees = person(Role.EXECUTIVE);
        second = api(agrees, Set.of(Act.VIEW, Act.ISSUE_ADVISORY, Act.TELL_USERS));
        executive = signedIn(agrees);
        Series camera =
                products.create(new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        products.create(new NewSeries("SL-10", "電子錠", "錠", "", List.of("SL-10"), "1.0"), quality);
        TestPortal.switchOn(owner, camera.id().toString());
        sink = new MailSink(MailSink.Manner.TAKES_ALL);
        TestMailServer.enter(owner, sink.port());
    }

    @AfterEach
    void theMailServerIsGone() throws Exception {
        sink.close();
    }

    private void work() {
        delivery.settle();
        boolean more = true;
        while (more) {
            more = delivery.sendNext();
        }
    }

    private void added(String name, String kind, String mail, String... series) {
        StringBuilder text = new StringBuilder("{\"kind\": \"" + kind + "\", \"name\": \"" + name + "\", \"mail\": \""
                + mail + "\", \"contact\": \"窓口 花子\"");
        if (series.length > 0) {
            text.append(", \"series\": [\"")
                    .append(String.join("\", \"", series))
                    .append("\"]");
        }
        Api.Answer answer = second.post("/api/v1/businesses", text.append("}").toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    /** Issues an advisory about the camera and tells of it; the page of the notice. */
    private String sent() {
        Api.Answer made = writer.post(ADVISORIES, """
                {"kind": "advisory", "title": {"ja": "設定画面に入れる", "en": "Settings can be opened"},
                 "summary": {"ja": "入れます。", "en": "Open."}, "remedy": "fix",
                 "action": {"ja": "アップデートしてください。", "en": "Please update."}, "tlp": "WHITE",
                 "concerned": [{"series": "MC-200", "fixed": "2.4.1"}]}""");
        String at = ADVISORIES + "/" + made.at("/code");
        writer.post(at + "/ask", "{}");
        Api.Answer issued = second.post(at + "/issue", "{\"tell\": true}");
        assertThat(issued.status()).as(issued.text()).isEqualTo(200);
        work();
        return executive.get("/field/notices").find("href=\"(/field/notices/n-[^\"]+)\"");
    }

    private String answersBy(String mail) throws Exception {
        return TestMails.link(TestMails.text(TestMails.to(sink, mail).getLast()), KEY);
    }

    @Test
    void aNoticeGoesToWhoHandlesTheProductAndAsksForAnAnswer() throws Exception {
        added("北の代理店", "dealer", "north@dealer.example", "MC-200");
        added("錠の店", "shop", "lock@shop.example", "SL-10");
        added("全部の保守", "maintainer", "all@care.example");
        users.subscribe(
                ids.next(),
                new Wish("ALL@care.example", "en", true, List.of(), Set.of(AudienceKind.ADVISORY)),
                clock.instant());
        String at = sent();
        assertThat(sink.mails()).as("one address has one mail").hasSize(2);
        assertThat(TestMails.to(sink, "lock@shop.example")).isEmpty();
        String text = TestMails.text(TestMails.to(sink, "north@dealer.example").getFirst());
        assertThat(text).contains("製品をお使いの方にお伝えください", "みどり浜光機株式会社の製品を取り扱う方に");
        assertThat(executive.get(at).text()).contains("返事のない事業者 2社(全2社)", "北の代理店", "返事がない");

        String own = answersBy("north@dealer.example");
        stranger.get(own);
        assertThat(executive.get(at).text()).contains("開いたが、返事がない");
        stranger.post(own);
        assertThat(executive.get(at).text()).contains("返事のない事業者 1社(全2社)");
        assertThat(executive.get(at + "/businesses.csv").html()).contains("北の代理店", "読みました", "全部の保守", "返事がない");
        assertThat(executive.get(ALL).text()).contains("代理店 宛先 1、届いた 1通、読みました 1(100%)");
        assertThat(signedIn(Role.AUDITOR).get(at).text()).doesNotContain("北の代理店");

        assertThat(executive.post(at + "/remind").status()).isEqualTo(302);
        work();
        assertThat(TestMails.to(sink, "all@care.example")).hasSize(2);
        assertThat(TestMails.to(sink, "north@dealer.example")).hasSize(1);
        stranger.post(answersBy("all@care.example"));
        assertThat(executive.get(at).text()).contains("事業者2社のすべてから返事があります");
        assertThat(executive.post(at + "/remind").status()).isEqualTo(409);
    }

    @Test
    void silenceAndFewReadersBecomeTasksUntilSomebodyDoesBetter() {
        added("北の代理店", "dealer", "north@dealer.example");
        String at = sent();
        assertThat(executive.get("/").text()).doesNotContain("返事のない事業者", "読んだ人が");
        clock.advance(Duration.ofDays(14));
        executive = signedIn(agrees);
        assertThat(executive.get("/").text()).contains("に返事のない事業者が1社ある", "を読んだ人が0%にとどまる");
        Page rules = executive.get(ALL);
        assertThat(executive
                        .post(
                                ALL + "/rules",
                                "version",
                                rules.find("name=\"version\" value=\"(\\d+)\""),
                                "acknowledgeDays",
                                "30",
                                "readDays",
                                "10",
                                "readPercent",
                                "0")
                        .status())
                .isEqualTo(302);
        assertThat(executive.get("/").text()).doesNotContain("返事のない事業者", "読んだ人が");
        clock.advance(Duration.ofDays(16));
        executive = signedIn(agrees);
        assertThat(executive.get("/").text()).contains("に返事のない事業者が1社ある");
        assertThat(executive.post(at + "/improve", "text", "").status()).isEqualTo(422);
        assertThat(executive.post(at + "/improve", "text", "販売店の店頭に掲示を頼む").status())
                .isEqualTo(302);
        assertThat(executive.get("/").text()).doesNotContain("返事のない事業者");
        assertThat(executive.get(at).text()).contains("販売店の店頭に掲示を頼む");
        assertThat(executive
                        .post(ALL + "/rules", "version", "1", "acknowledgeDays", "0")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aBusinessCanEndItAndBeErased() throws Exception {
        added("北の代理店", "dealer", "north@dealer.example");
        sent();
        String own = answersBy("north@dealer.example");
        assertThat(stranger.get(own + "/stop").text()).contains("受け取りをやめる");
        stranger.post(own + "/stop", "List-Unsubscribe", "One-Click");
        assertThat(stranger.get(own + "/stop").text()).contains("登録されていません");
        assertThat(store.all())
                .singleElement()
                .satisfies(one -> assertThat(one.active()).isFalse());
        assertThat(acts()).contains("audience.business-stopped");

        String here = executive.get(ALL).find("href=\"(/field/businesses/b-[^\"]+)\"");
        assertThat(executive.post(here + "/erase").status()).isEqualTo(302);
        for (String table : List.of("audience_business", "audience_delivery", "audit")) {
            assertThat(jdbc.sql("SELECT count(*) FROM " + table + " t WHERE t::text ~ '(dealer.example|花子)'")
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        assertThat(jdbc.sql("""
                        SELECT count(*) FROM ledger_outbox WHERE convert_from(body, 'UTF8') ~ '(dealer.example|花子)'""").query(Integer.class).single()).isZero();
    }

    @Test
    void whoIsForgottenIsGoneFromContactsToo() {
        added("北の代理店", "dealer", "hanako@dealer.example");
        transaction.executeWithoutResult(_ -> traces.forEach(one ->
                one.forget(new Redaction.PersonGone(new UUID(1, 1), "窓口 花子", "hanako@dealer.example", "消去された人"))));
        assertThat(store.all()).singleElement().satisfies(one -> {
            assertThat(one.contact()).isEqualTo("消去された人");
            assertThat(one.mail()).isEmpty();
            assertThat(one.active()).isFalse();
        });
    }

    // The register

    @Test
    void theFormSaysWhatIsWrongAndKeepsWhatWasTyped() {
        Page wrong = executive.post(
                ALL + "/new", "name", "", "mail", "x", "about", "some", "kind", "", "contact", "窓口", "active", "yes");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("会社の名前を", "メールアドレスとして読めません", "製品を1つ以上", "区分を選んで");
        assertThat(wrong.html()).contains("value=\"窓口\"");
        added("北の代理店", "dealer", "north@dealer.example");
        Page taken = executive.post(
                ALL + "/new", "name", "南", "mail", "NORTH@dealer.example", "kind", "shop", "active", "yes");
        assertThat(taken.text()).contains("ほかの事業者に登録してあります");
        String here = executive.get(ALL).find("href=\"(/field/businesses/b-[^\"]+)\"");
        assertThat(executive
                        .post(
                                here,
                                "version",
                                "1",
                                "name",
                                "北の代理店本店",
                                "mail",
                                "north@dealer.example",
                                "kind",
                                "dealer",
                                "active",
                                "yes")
                        .status())
                .isEqualTo(302);
        assertThat(executive
                        .post(here, "version", "1", "name", "古い", "mail", "north@dealer.example", "kind", "dealer")
                        .status())
                .isEqualTo(409);
        assertThat(executive.get(ALL + "?q=本店").text()).contains("北の代理店本店");
        assertThat(signedIn(Role.AUDITOR).get(ALL).status()).isEqualTo(403);
        assertThat(signedIn(person(Set.of(new UUID(1, 1)), Role.QUALITY))
                        .get(ALL)
                        .status())
                .isEqualTo(403);
    }

    private Page imported(String name, byte[] content) {
        return executive.upload(ALL + "/import", "list", name, content);
    }

    @Test
    void aListIsTakenInWholeOrNotAtAllAndComesOutAsItWentIn() {
        String list = String.join(
                "\r\n",
                "会社名,区分,メールアドレス,製品",
                "\"北の,代理店\",代理店,north@dealer.example,MC-200",
                "南の店,販売店,south@shop.example,すべての製品");
        assertThat(imported("list.csv", list.getBytes(Charset.forName("windows-31j")))
                        .status())
                .isEqualTo(302);
        assertThat(store.all()).extracting(Business::name).containsExactlyInAnyOrder("北の,代理店", "南の店");
        assertThat(store.byMail("north@dealer.example").orElseThrow().series()).hasSize(1);
        assertThat(store.byMail("south@shop.example").orElseThrow().everySeries())
                .isTrue();

        int records = count("ledger_outbox WHERE kind = 'audience-business/1'");
        for (String format : List.of("csv", "xlsx")) {
            assertThat(imported(
                                    "list." + format,
                                    executive.get(ALL + "." + format).bytes())
                            .status())
                    .as(format)
                    .isEqualTo(302);
        }
        assertThat(count("ledger_outbox WHERE kind = 'audience-business/1'"))
                .as("nothing has changed")
                .isEqualTo(records);

        Page bad = imported("bad.csv", """
                会社名,メールアドレス,区分
                新しい店,new@shop.example,販売店
                次,x,販売店
                次,y@shop.example,謎
                """.getBytes(StandardCharsets.UTF_8));
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.text()).contains("4行目", "「区分」が分かりません");
        assertThat(imported("bad.csv", "会社名,メールアドレス\n次,x\n".getBytes(StandardCharsets.UTF_8))
                        .text())
                .contains("2行目: 「メールアドレス」を読めません");
        assertThat(imported("bad.csv", "名前,宛先\na,b\n".getBytes(StandardCharsets.UTF_8))
                        .text())
                .contains("「会社名」の列がありません");
        assertThat(imported("bad.xlsx", new byte[] {'P', 'K', 3, 4, 0, 0}).status())
                .isEqualTo(422);
        assertThat(imported("none.csv", new byte[0]).status()).isEqualTo(422);
        assertThat(store.all()).hasSize(2);
    }

    @Test
    void aProgramKeepsTheRegister() {
        added("北の代理店", "dealer", "north@dealer.example", "MC-200");
        Api.Answer list = second.get("/api/v1/businesses");
        String at = "/api/v1/businesses/" + list.at("/items/0/code");
        Api.Answer one = second.get(at);
        assertThat(one.at("/series/0")).isEqualTo("MC-200");
        Api.Answer changed = second.put(
                at,
                "{\"kind\": \"shop\", \"name\": \"北の店\", \"mail\": \"north@dealer.example\"}",
                "If-Match",
                one.tag());
        assertThat(changed.at("/kind")).as(changed.text()).isEqualTo("shop");
        assertThat(second.put(
                                at,
                                "{\"kind\": \"shop\", \"name\": \"x\", \"mail\": \"a@b.example\"}",
                                "If-Match",
                                one.tag())
                        .status())
                .isEqualTo(412);
        assertThat(second.post("/api/v1/businesses", "{\"kind\": \"shop\", \"name\": \"x\", \"mail\": \"no\"}")
                        .status())
                .isEqualTo(422);
        String notice = sent().replaceFirst(".*/", "");
        assertThat(second.get("/api/v1/user-notices/" + notice + "/businesses").at("/items/0/state"))
                .isEqualTo("sent");
        assertThat(second.post("/api/v1/user-notices/" + notice + "/remind", "").at("/mails"))
                .isEqualTo("1");
        assertThat(second.post("/api/v1/user-notices/" + notice + "/improve", "{\"text\": \"電話する\"}")
                        .status())
                .isEqualTo(200);
        Api.Answer rules = second.get("/api/v1/notice-rules");
        assertThat(second.put(
                                "/api/v1/notice-rules",
                                "{\"acknowledgeDays\": 7, \"readDays\": 7, \"readPercent\": 60}",
                                "If-Match",
                                rules.tag())
                        .at("/readPercent"))
                .isEqualTo("60");
        assertThat(second.delete(at).at("/mail")).isEmpty();
    }
}
