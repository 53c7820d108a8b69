/** Forms made from the declarations of the operations, and what comes of them. */
@NullMarked
package org.strongroom.server.face.console.form;

import org.jspecify.annotations.NullMarked;
