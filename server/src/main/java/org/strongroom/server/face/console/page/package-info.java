/** The pages of the console. */
@NullMarked
package org.strongroom.server.face.console.page;

import org.jspecify.annotations.NullMarked;
