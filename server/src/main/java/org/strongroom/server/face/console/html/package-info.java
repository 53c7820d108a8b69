/** HTML as a tree of values: whatever is put in is escaped where it is written. */
@NullMarked
package org.strongroom.server.face.console.html;

import org.jspecify.annotations.NullMarked;
