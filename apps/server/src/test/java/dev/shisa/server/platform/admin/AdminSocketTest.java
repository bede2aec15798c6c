package dev.shisa.server.platform.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.account.UserCli;
import dev.shisa.server.platform.web.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;

class AdminSocketTest extends ServerTest {

    @TempDir
    Path data;

    @Autowired
    ObjectProvider<AdminCommand> commands;

    @Autowired
    Messages messages;

    @Test
    void makesALinkForSomebodyWhoIsLockedOut() throws Exception {
        Person person = person(Role.OWNER);
        try (AdminSocket socket = open()) {
            AdminReply outcome = run(Locale.ENGLISH, "user", "reset", person.email());

            assertThat(outcome.exitCode()).isZero();
            String link = outcome.text().replaceAll("(?s).*https://[^/]*(/reset/\\S+).*", "$1");
            assertThat(signedOut().get(link).status()).isEqualTo(200);
            assertThat(acts()).contains("person.link");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(AdminClient.socket(data))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("run"))))
                    .isEqualTo("rwx------");
            assertThat(socket.answer("en user reset")).startsWith("2\n");
            assertThat(socket.answer("en nonsense")).startsWith("2\n").contains("nonsense");
            assertThat(socket.answer("")).startsWith("2\n");
        }
        assertThat(AdminClient.socket(data)).doesNotExist();
    }

    @Test
    void listsPeopleAndSaysWhenAnAddressIsUnknown() throws Exception {
        Person person = person(Role.QUALITY, Role.OWNER);
        try (AdminSocket socket = open()) {
            assertThat(run(Locale.JAPANESE, "user", "list").text())
                    .contains(person.email() + "\t" + person.name() + "\towner,quality\t利用中");
            AdminReply unknown = run(Locale.JAPANESE, "user", "reset", "nobody@midorihama.example");
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.text()).contains("nobody@midorihama.example のアカウントはありません");
            assertThat(socket).isNotNull();
        }
    }

    @Test
    void saysWhenNoServerRunsAndWhenTheWordsAreWrong() {
        AdminReply nobody = run(Locale.ENGLISH, "user", "list");
        assertThat(nobody.exitCode()).isEqualTo(4);
        assertThat(nobody.text()).contains("No Shisa is running on the data folder " + data);
        assertThat(run(Locale.ENGLISH, "user", "rest", "x").exitCode()).isEqualTo(2);
    }

    private AdminSocket open() throws Exception {
        AdminSocket socket = new AdminSocket(data, commands, messages);
        socket.open();
        return socket;
    }

    private AdminReply run(Locale locale, String... words) {
        String[] args = java.util.Arrays.copyOf(words, words.length + 2);
        args[words.length] = "--data";
        args[words.length + 1] = data.toString();
        return UserCli.run(args, locale);
    }
}
