package org.strongroom.server.face.console;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.face.BadRequestException;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestIds;
import org.strongroom.server.face.RequestMetrics;
import org.strongroom.server.face.console.asset.Assets;
import org.strongroom.server.face.console.frame.Asking;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Html;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.page.DoorPages;
import org.strongroom.server.face.console.page.Page;
import org.strongroom.server.face.console.session.Form;
import org.strongroom.server.face.console.session.Preferences;
import org.strongroom.server.face.console.session.Visitor;
import org.strongroom.server.face.console.session.Visitors;

/**
 * What each request of the console goes through: headers, who asks, whether they may, and what is
 * said when it fails.
 */
final class Exchanges {
  private static final Logger log = LoggerFactory.getLogger(Exchanges.class);
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  /** Whoever made a longer path up is not led back there. */
  private static final int LONGEST_NEXT = 2000;

  private final Surroundings surroundings;
  private final Assets assets;

  Exchanges(Surroundings surroundings, Assets assets) {
    this.surroundings = surroundings;
    this.assets = assets;
  }

  /** Answers with a page. */
  @FunctionalInterface
  interface Work {
    void handle(View view, Context ctx) throws IOException;
  }

  /** Changes something that a form asks for. */
  @FunctionalInterface
  interface Change {
    void handle(View view, Form form, Context ctx) throws IOException;
  }

  /** For everybody. */
  Handler open(Work work) {
    return ctx -> answer(ctx, Optional.empty(), work);
  }

  /** For who has logged in; this keeps the session open, unless an open page asks by itself. */
  Handler shown(Work work) {
    return ctx -> {
      Visitors visitors = surroundings.visitors();
      Optional<Visitor> visitor = isByItself(ctx) ? visitors.watching(ctx) : visitors.using(ctx);
      answer(ctx, visitor, visitor.isPresent() ? work : this::toLogIn);
    };
  }

  /** For what an open page asks by itself. */
  Handler watched(Work work) {
    return ctx -> {
      Optional<Visitor> visitor = surroundings.visitors().watching(ctx);
      answer(ctx, visitor, visitor.isPresent() ? work : this::toLogIn);
    };
  }

  /** For forms: only from pages of this server, and of this session. */
  Handler changing(Change change) {
    return shown((view, ctx) -> {
      if (!surroundings.visitors().isOwnPage(ctx)) {
        page(
            view,
            ctx.status(403),
            new Page(List.of(), view.say("error.elsewhere"), elsewhere(view, ctx)));
        return;
      }
      Form form = Form.read(surroundings.bodies().read(ctx, true));
      if (!view.visitor().orElseThrow().sent(form.first(Form.TOKEN).orElse(null))) {
        page(
            view,
            ctx.status(403),
            new Page(
                List.of(),
                view.say("error.stale"),
                DoorPages.error(view, "stale", "", RequestIds.of(ctx))));
        return;
      }
      change.handle(view, form, ctx);
    });
  }

  private void answer(Context ctx, Optional<Visitor> visitor, Work work) {
    secure(ctx);
    View view = view(ctx, visitor);
    try {
      work.handle(view, ctx);
    } catch (ApiException e) {
      RequestMetrics.means(ctx, e.error());
      retry(e, ctx);
      fail(view, ctx, status(e), kind(e), e.error().details());
    } catch (BadRequestException e) {
      fail(view, ctx, 400, "refused", String.valueOf(e.getMessage()));
    } catch (RequestBodies.TooLargeException e) {
      fail(view, ctx, 413, "refused", String.valueOf(e.getMessage()));
    } catch (RequestBodies.PackedException e) {
      fail(view, ctx, 415, "refused", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      log.debug("the client of {} went away", ctx.path(), e);
      fail(view, ctx, 400, "refused", "");
    } catch (RuntimeException e) {
      log.error("a page of the console failed", e);
      fail(view, ctx, 500, "failed", "");
    }
  }

  private static void secure(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY);
    ctx.header("Cache-Control", "no-store");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  }

  private View view(Context ctx, Optional<Visitor> visitor) {
    String query = ctx.queryString();
    Instant now = surroundings.clock().instant();
    return new View(
        Preferences.of(ctx),
        visitor,
        new Asking(surroundings.calls(), visitor.map(Visitor::caller)),
        assets,
        now,
        surroundings.clock(),
        query == null || query.isEmpty() ? ctx.path() : ctx.path() + "?" + query);
  }

  private static boolean isByItself(Context ctx) {
    return ctx.method().equals(HandlerType.GET) && ctx.header("HX-Request") != null;
  }

  /** A page that asks by itself goes there as a whole, and comes back to where it was. */
  private void toLogIn(View view, Context ctx) {
    if (ctx.header("HX-Request") != null) {
      ctx.status(401).header("HX-Redirect", "/console/log-in" + next(currentPage(ctx)));
    } else if (String.valueOf(ctx.header("Accept")).contains("text/event-stream")) {
      ctx.status(401);
    } else {
      String page = ctx.method().equals(HandlerType.GET) ? view.path() : "";
      ctx.redirect("/console/log-in" + next(page), HttpStatus.SEE_OTHER);
    }
  }

  private static String next(String page) {
    return page.isEmpty()
            || page.equals("/console")
            || page.equals("/console/")
            || page.length() > LONGEST_NEXT
        ? ""
        : "?next=" + URLEncoder.encode(page, StandardCharsets.UTF_8);
  }

  /** The page that a part of it is asked for, without the server; the log-in looks at it anew. */
  private static String currentPage(Context ctx) {
    String url = String.valueOf(ctx.header("HX-Current-URL"));
    int path = url.indexOf("/console/");
    return path < 0 ? "" : url.substring(path);
  }

  private void fail(View view, Context ctx, int status, String kind, String details) {
    Node content = DoorPages.error(view, kind, details, RequestIds.of(ctx));
    ctx.status(status);
    if (view.visitor().isPresent() && status != 503) {
      page(view, ctx, new Page(List.of(), view.say("error." + kind), content));
    } else {
      plain(view, ctx, status, content); // the frame would ask the server again
    }
  }

  void missing(View view, Context ctx) {
    fail(view, ctx, 404, "missing", "");
  }

  /** Says why something cannot be done, with the status that was set. */
  void refused(View view, Context ctx, String reason) {
    page(
        view,
        ctx,
        new Page(
            List.of(),
            view.say("error.refused"),
            DoorPages.error(view, "refused", reason, RequestIds.of(ctx))));
  }

  /** What is said to a page of somebody else. */
  Node elsewhere(View view, Context ctx) {
    return DoorPages.error(view, "elsewhere", "", RequestIds.of(ctx));
  }

  void page(View view, Context ctx, Page page) {
    html(ctx, new Frame(view).page(page.way(), page.title(), page.content()));
  }

  void plain(View view, Context ctx, int status, Node content) {
    html(ctx.status(status), new Frame(view).plain(view.say("log-in"), content));
  }

  void fragment(Context ctx, Node node) {
    html(ctx, Html.fragment(node));
  }

  private static void html(Context ctx, String page) {
    ctx.contentType("text/html; charset=utf-8").result(page.getBytes(StandardCharsets.UTF_8));
  }

  void retry(ApiException e, Context ctx) {
    if (e instanceof RetryLaterException later) {
      ctx.header("Retry-After", String.valueOf(later.afterSeconds()));
    }
  }

  /** An error in HTTP's words. */
  int status(ApiException e) {
    if (e.is(ErrorCode.TOO_MANY_LOG_INS)) {
      return 429;
    }
    if (e.is(ErrorCode.WRONG_CREDENTIALS)) {
      return 401;
    }
    if (e.is(ErrorCode.PERMISSION_DENIED)) {
      return 403;
    }
    return e instanceof RetryLaterException ? 503 : e.is(ErrorCode.NOT_FOUND) ? 404 : 400;
  }

  private static String kind(ApiException e) {
    if (e.is(ErrorCode.PERMISSION_DENIED)) {
      return "forbidden";
    }
    return e.is(ErrorCode.NOT_FOUND)
        ? "missing"
        : e instanceof RetryLaterException ? "busy" : "refused";
  }

  /** Why a log-in failed, in the words of the page's language as far as they are ours. */
  String words(View view, ApiException e) {
    if (e.is(ErrorCode.WRONG_CREDENTIALS)) {
      return view.say("log-in.wrong");
    }
    if (e instanceof RetryLaterException later && e.is(ErrorCode.TOO_MANY_LOG_INS)) {
      return view.say("log-in.too-many", later.afterSeconds());
    }
    return e.error().details();
  }
}
