/** Styles and scripts of the console, under names that change with their content. */
@NullMarked
package org.strongroom.server.face.console.asset;

import org.jspecify.annotations.NullMarked;
