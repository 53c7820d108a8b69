package org.strongroom.storage.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.strongroom.testing.HttpGate;

/** What befalls calls to object stores, whichever they are. */
public final class StoreFaults {
  private StoreFaults() {}

  /** What may befall a call; each is worth another try. */
  public enum Fault {
    BUSY,
    UNHEARD,
    UNANSWERED;

    /** Does it to the call. */
    public void give(HttpExchange exchange, HttpGate gate) throws IOException {
      switch (this) {
        case BUSY -> {
          exchange.getRequestBody().readAllBytes();
          HttpGate.reply(exchange, 503, "<Error><Code>SlowDown</Code></Error>".getBytes(UTF_8));
        }
        case UNHEARD -> exchange.close();
        case UNANSWERED -> {
          gate.forward(exchange);
          exchange.close();
        }
      }
    }
  }

  /** What a store, or a proxy before it, does to one call of each kind. */
  public enum Trouble {
    /** It asks for an hour of patience, which nobody has who waits for a job. */
    SLOW_DOWN {
      @Override
      public void give(HttpExchange exchange, HttpGate gate) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", "3600");
        Fault.BUSY.give(exchange, gate);
      }
    },
    TOO_MANY {
      @Override
      public void give(HttpExchange exchange, HttpGate gate) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("x-amz-retry-after", "3600000");
        exchange.getResponseHeaders().set("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT");
        HttpGate.reply(exchange, 429, new byte[0]);
      }
    },
    /** The store has done it, half of the answer comes. */
    CUT {
      @Override
      public void give(HttpExchange exchange, HttpGate gate) throws IOException {
        cut(exchange, gate.forward(exchange), gate);
      }
    },
    /** The answer comes when its caller has given it up. */
    LATE {
      @Override
      public void give(HttpExchange exchange, HttpGate gate) throws IOException {
        String call = Pattern.quote(HttpGate.shown(exchange));
        long before = gate.asked(call);
        var answer = gate.forward(exchange);
        await().until(() -> gate.asked(call) > before);
        HttpGate.reply(exchange, answer.statusCode(), answer.body());
      }
    };

    /** Does it to the call. */
    public abstract void give(HttpExchange exchange, HttpGate gate) throws IOException;
  }

  /** Sends half of an answer. */
  public static void cut(HttpExchange exchange, HttpResponse<byte[]> answer, HttpGate gate)
      throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      throw new IOException("cut");
    }
    gate.pass(answer, exchange);
    int come = answer.body().length / 2;
    exchange.sendResponseHeaders(answer.statusCode(), Math.max(1000, answer.body().length));
    exchange.getResponseBody().write(answer.body(), 0, come);
    exchange.getResponseBody().flush();
    throw new IOException("cut");
  }
}
