package dev.shisa.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the server. */
@SpringBootApplication
public class Shisa {

    public static void main(String[] args) {
        SpringApplication.run(Shisa.class, args);
    }
}
