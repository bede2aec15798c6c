package dev.shisa.probe.run;

/** The run is over before everything was measured: a limit was reached, or the device stopped answering. */
public final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Stopped(String code) {
        super(code);
    }
}
