package dev.shisa.probe.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.run.TestBench;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages that links lead to, of a device that does not answer each time. */
class CrawlTest {

    private static final String FORM = "<form method=post enctype=multipart/form-data><input type=file name=fw></form>";

    private final FakeDevice device;
    private final TestBench test = FakeDevice.bench(new byte[0]);

    CrawlTest() throws IOException {
        device = new FakeDevice();
        device.open("/", call -> call.html(200, "<a href=/update>update</a>"));
    }

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void aPageThatDidNotAnswerIsAskedForOnceMore() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        device.open("/update", call -> {
            if (asked.incrementAndGet() > 1) {
                call.html(200, FORM);
            }
        });
        Site site = Site.meet(test.bench(), device.service());
        assertThat(site.pagesOfStranger()).containsKey("/update");
        assertThat(Site.unread(List.of(site))).isEmpty();
    }

    @Test
    void aPageThatNeverAnswersIsRememberedAndDoesNotEndTheWalk() throws IOException {
        device.open("/", call -> call.html(200, "<a href=/update>update</a><a href=/about>about</a>"))
                .open("/about", call -> call.html(200, "about"))
                .open("/update", _ -> {});
        Site site = Site.meet(test.bench(), device.service());
        assertThat(site.pagesOfStranger()).containsKeys("/", "/about");
        assertThat(Site.unread(List.of(site))).containsExactly("http://127.0.0.1:%d/update".formatted(device.port()));
    }

    @Test
    void pagesThatThereWasNoTimeForAreRemembered() throws IOException {
        device.open("/", call -> {
            test.pass(80_000);
            call.html(200, "<a href=/update>update</a>");
        });
        Site site = Site.meet(test.bench(), device.service());
        assertThat(site.pagesOfStranger()).containsOnlyKeys("/");
        assertThat(Site.unread(List.of(site))).hasSize(1);
    }

    @Test
    void whatOnlyOneVisitorCouldReadIsRead() throws IOException {
        device.open("/update", call -> {
            if (!call.cookie("sid").isEmpty()) {
                call.html(200, FORM);
            }
        });
        device.open(
                "/",
                call -> call.html(
                        200,
                        "<a href=/update>update</a>"
                                + (call.cookie("sid").isEmpty()
                                        ? "<a href=/login>log in</a>"
                                        : "<p>Good morning, owner")));
        Site site = Site.meet(test.bench(), device.service());
        assertThat(Site.unread(List.of(site))).hasSize(1);
        WebCheck check = WebCheck.enter(test.bench(), site);
        assertThat(check.known()).isPresent();
        assertThat(Site.unread(List.of(site))).isEmpty();
    }

    /** A manual on the device must not hide the page behind it, nor be tested page by page. */
    @Test
    void behindManyPagesTheDoorForImagesIsStillFound() throws IOException {
        for (int i = 0; i < 200; i++) {
            String next = i < 199 ? "/manual/" + name(i + 1) : "/update";
            device.open("/manual/" + name(i), call -> call.html(200, "<a href=" + next + ">next</a>"));
        }
        device.open("/", call -> call.html(200, "<a href=/manual/aa>manual</a>"))
                .open("/update", call -> call.html(200, FORM));
        Site site = Site.meet(test.bench(), device.service());
        assertThat(site.pagesOfStranger()).containsKey("/update").hasSizeLessThan(130);
        assertThat(Site.unread(List.of(site))).isEmpty();
    }

    @Test
    void anEndlessManualIsNotSaidToBeReadToItsEnd() throws IOException {
        AtomicInteger pages = new AtomicInteger();
        device.everything(call -> call.html(200, "<a href=/" + name(pages.incrementAndGet()) + ">next</a>"));
        Site site = Site.meet(test.bench(), device.service());
        assertThat(Site.unread(List.of(site))).isNotEmpty();
    }

    /** What only users are led to is what the tests of content are for. */
    @Test
    void whatOnlyUsersAreLedToComesBeforeWhatEverybodyReads() throws IOException {
        for (int i = 0; i < 200; i++) {
            String next = "/login/" + name(i + 1);
            device.open("/login/" + name(i), call -> call.html(200, "<a href=" + next + ">next</a>"));
        }
        device.open(
                "/",
                call -> call.html(
                        200,
                        call.cookie("sid").isEmpty()
                                ? "<a href=/login>log in</a><a href=/login/aa>manual</a>"
                                : "<p>Good morning, owner<a href=/inside>inside</a><a href=/login/aa>manual</a>"));
        device.page("/inside", call -> call.html(200, "<a href=/further>further</a>"))
                .page("/further", call -> call.html(200, "here"));
        Site site = Site.meet(test.bench(), device.service());
        WebCheck.enter(test.bench(), site);
        assertThat(site.pagesOfUser()).containsKeys("/inside", "/further");
    }

    /** Of a list with a page for each entry, some are looked at, and it keeps nothing else from being seen. */
    @Test
    void ofPagesThatDifferByTheirNumbersSomeAreEnough() throws IOException {
        AtomicInteger pages = new AtomicInteger();
        device.everything(call -> call.html(
                200,
                call.path().equals("/update")
                        ? FORM
                        : "<a href=/log/" + pages.incrementAndGet() + "/x>next</a><a href=/update>update</a>"));
        Site site = Site.meet(test.bench(), device.service());
        assertThat(site.pagesOfStranger()).containsKey("/update").hasSizeBetween(40, 50);
        assertThat(Site.unread(List.of(site))).isEmpty();
    }

    /** Letters only. */
    private static String name(int number) {
        return number < 26 ? "a" + (char) ('a' + number) : name(number / 26) + (char) ('a' + number % 26);
    }
}
