package dev.shisa.probe.ports;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.exposure.Sensitive;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Files that TFTP (RFC 1350) gives to everybody, by the names that devices use, and whether it takes any. */
public final class TftpFiles {

    private static final int WAIT_MS = 800;
    private static final int DATA = 3;
    private static final int ACKNOWLEDGEMENT = 4;
    private static final List<String> NAMES = List.of(
            "config.txt",
            "config.bin",
            "config.cfg",
            "config.xml",
            "config.json",
            "config",
            "startup-config",
            "running-config",
            "backup.cfg",
            "backup.bin",
            "backup",
            "settings.txt",
            "settings.cfg",
            "settings.bin",
            "passwd",
            "shadow",
            "/etc/passwd",
            "device.cfg",
            "system.cfg",
            "nvram.bin",
            "firmware.bin",
            "update.bin",
            "fw.bin",
            "image.bin",
            "log.txt",
            "users.txt",
            "wifi.conf",
            "network.conf",
            "id_rsa",
            "key.pem",
            "boot.cfg",
            "readme.txt",
            "test.txt",
            "config.ini",
            "device.conf",
            "default.cfg",
            "dump.bin");

    private TftpFiles() {}

    public static void run(Bench bench, Service service) {
        boolean open = false;
        boolean answers = false;
        for (String name : NAMES) {
            byte[] question = UdpQuestions.tftpRead(name);
            Optional<byte[]> answer = ask(bench, service.endpoint(), question);
            answers |= answer.isPresent();
            if (answer.isPresent() && isKind(answer.get(), DATA)) {
                open = true;
                byte[] content = Arrays.copyOfRange(answer.get(), 4, answer.get().length);
                String text = new String(content, StandardCharsets.UTF_8);
                Exchange proof = bench.secrets().exchange(question, answer.get());
                bench.fail(Key.AUTH, service.where(), "tftp-file", proof, name);
                if (Sensitive.any(text).isPresent() || Sensitive.binary(content).isPresent()) {
                    bench.fail(Key.PLAIN, service.where(), "plain-content", proof);
                }
            }
        }
        if (bench.limits().changesAllowed()) {
            byte[] question = UdpQuestions.tftpWrite("shisa-" + bench.word(6) + ".txt");
            Optional<byte[]> answer = ask(bench, service.endpoint(), question);
            if (answer.isPresent() && isKind(answer.get(), ACKNOWLEDGEMENT)) {
                open = true;
                bench.fail(
                        Key.AUTH, service.where(), "tftp-write", bench.secrets().exchange(question, answer.get()));
            }
        }
        if (!open) {
            bench.observe(
                    Key.AUTH,
                    answers ? Verdict.PASS : Verdict.UNKNOWN,
                    service.where(),
                    answers ? "tftp-nothing" : "tftp-silent",
                    service.exchange(),
                    NAMES.size());
        }
    }

    private static Optional<byte[]> ask(Bench bench, Endpoint endpoint, byte[] question) {
        try {
            return UdpScan.ask(bench, endpoint, question, WAIT_MS) instanceof UdpScan.Reply.Answer answer
                    ? Optional.of(answer.bytes())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isKind(byte[] answer, int kind) {
        return answer.length >= 4 && answer[0] == 0 && answer[1] == kind;
    }
}
