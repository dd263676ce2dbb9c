using WhatsAppKit.Sandbox.Tests;

// What Baileys 7.0.0-rc13 does against the rules. The first text is how a finding is recognized, the second stands in docs/interop.md.
[assembly: ExpectsFindings("<presence/>", "It sends `presence` with neither a type nor a name after each login as long as it has no name: WhatsApp shows nobody as online without one.")]
[assembly: ExpectsFindings("The sending device has a copy of its own message.", "In groups addressed by LID it encrypts a copy for the sending device itself: it looks for its own address in the other form.")]
[assembly: ExpectsFindings("of the rule enc-decrypt-fail", "Its edits and deletions lack `decrypt-fail` in some cases: whoever cannot read one shows a placeholder for it.")]
[assembly: ExpectsFindings("of the rule enc-mediatype", "Messages of some kinds that it sends raw have the type `media` and say no `mediatype`.")]
[assembly: ExpectsFindings("of the rule message-meta", "Votes that it sends raw lack the `polltype`.")]
[assembly: ExpectsFindings("of the rule retry: A repetition is for one device.", "Its repetitions carry `participants` beside the `enc` for the one device.")]
