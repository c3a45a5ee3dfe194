import { serve } from "@transect/language-server";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";

// What the extension starts beside the extension host.
serve(createConnection(ProposedFeatures.all));
