/** What all pages of the console share: navigation, badges, bars, values of fields. */
@NullMarked
package org.strongroom.server.face.console.frame;

import org.jspecify.annotations.NullMarked;
