package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A Debian with nothing but a JDK and Maven, the files of the repository, and the commands of the README: what the list of
 * programs forgets, is missing here.
 */
@Tag("machine")
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FreshMachineTest {

    private static FreshMachine machine;

    @BeforeAll
    static void aMachine() throws IOException, InterruptedException {
        machine = FreshMachine.make();
        machine.run("root", "apt-get install -y -qq --no-install-recommends maven >/dev/null")
                .succeeds();
        machine.takesTheRepository();
    }

    @AfterAll
    static void isGone() throws IOException {
        machine.close();
    }

    @Test
    @Order(1)
    void anOrdinaryUserStartsItWithNothingButAJdkAndMaven() throws IOException, InterruptedException {
        String up = machine.runUntilReady(FreshMachine.USER, "./shisa up --port 0 --data ~/data");
        assertThat(up).contains("/set-up/", "Ready: https://").doesNotContain("not found");
        machine.runUntilReady(FreshMachine.USER, "./shisa demo --port 0 --data ~/demo");
    }

    @Test
    @Order(2)
    void anOrdinaryUserIsToldWhichTestsAreLeftOutAndTheOthersPass() throws IOException, InterruptedException {
        FreshMachine.Ended test = machine.run(FreshMachine.USER, "./shisa test --quick");
        assertThat(test.said())
                .contains("Not installed:", "libreoffice-writer-nogui", "Left out:", "apt-get install", "All passed");
        test.succeeds();
    }

    @Test
    @Order(3)
    void rootStartsItToo() throws IOException, InterruptedException {
        assertThat(machine.runUntilReady("root", "./shisa up --port 0 --data ~/data"))
                .contains("/set-up/");
        machine.runUntilReady("root", "./shisa demo --port 0 --data ~/demo");
    }

    @Test
    @Order(4)
    void rootInstallsTheListAndTheTestsThatUseItsProgramsPass() throws IOException, InterruptedException {
        FreshMachine.Ended test = machine.run("root", "./shisa test --programs");
        assertThat(test.said()).contains("Installing packages", "All passed").doesNotContain("Not installed");
        test.succeeds();
        Path reports =
                machine.root().resolve("home/" + FreshMachine.USER + "/shisa/apps/server/target/surefire-reports");
        assertThat(Files.readString(reports.resolve("dev.shisa.server.document.DocumentFilesTest.txt")))
                .as("the test whose docx needs LibreOffice Writer")
                .contains("Tests run: 1,", "Failures: 0, Errors: 0, Skipped: 0");
    }
}
