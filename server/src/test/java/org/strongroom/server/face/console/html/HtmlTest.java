package org.strongroom.server.face.console.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
  private static String written(Node node) {
    return Html.fragment(node);
  }

  @Test
  void textsAndAttributesAreEscaped() {
    assertThat(written(el("p.a.b", at("title", "\"><script>"), text("<img src=x> & 'y'"))))
        .isEqualTo(
            "<p class=\"a b\" title=\"&quot;&gt;&lt;script&gt;\">"
                + "&lt;img src=x&gt; &amp; &#39;y&#39;</p>");
  }

  @Test
  void whatTurnsTheDirectionOfWritingIsShownByItsNumber() {
    assertThat(written(foreign("gro\u202eevil\u202c"))).contains("⟨U+202E⟩", "⟨U+202C⟩");
    assertThat(written(foreign("فارسی"))).isEqualTo("<bdi>فارسی</bdi>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"onclick", "onerror", "style", "srcdoc", "hx-on:click", "hx-on-load", "a b"})
  void noAttributeCarriesAScriptOrAStyle(String name) {
    assertThatThrownBy(() -> at(name, "x")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "data:text/html,x",
        ""
      })
  void noLinkLeavesTheServer(String url) {
    assertThatThrownBy(() -> at("href", url)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noScriptIsWrittenIntoAPage() {
    assertThatThrownBy(() -> el("script", text("alert(1)")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> el("style", text("p {}")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(written(el("script", at("src", "/console/assets/x.js"))))
        .isEqualTo("<script src=\"/console/assets/x.js\"></script>");
  }
}
