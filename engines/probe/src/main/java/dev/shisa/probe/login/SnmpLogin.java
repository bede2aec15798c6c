package dev.shisa.probe.login;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.ports.UdpQuestions;
import dev.shisa.probe.ports.UdpScan;
import dev.shisa.probe.run.Bench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** SNMP version 1 and 2c: the community is the only secret. */
public final class SnmpLogin implements Mechanism {

    private static final int WAIT_MS = 700;

    private final Bench bench;
    private final Service service;

    public SnmpLogin(Bench bench, Service service) {
        this.bench = bench;
        this.service = service;
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public boolean hasUser() {
        return false;
    }

    @Override
    public Tried attempt(String user, String password) {
        for (int version : new int[] {1, 0}) {
            byte[] question = UdpQuestions.snmpGet(version, password, UdpQuestions.SYS_DESCR);
            try {
                if (UdpScan.ask(bench, service.endpoint(), question, WAIT_MS) instanceof UdpScan.Reply.Answer answer) {
                    bench.told(
                            where(),
                            new String(answer.bytes(), StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]+", " "));
                    // Whoever listens reads the community and all that is asked for with it.
                    bench.fail(Key.PLAIN, where(), "plain-snmp", service.exchange());
                    return new Tried(Tried.Outcome.ACCEPTED, bench.secrets().exchange(question, answer.bytes()));
                }
            } catch (IOException e) {
                return Tried.silent(e);
            }
        }
        // An agent says nothing to a wrong community.
        return new Tried(Tried.Outcome.REFUSED, Exchange.NONE);
    }
}
