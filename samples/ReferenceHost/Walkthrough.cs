namespace WhatsAppKit.ReferenceHost;

/// <summary>What the host prints at start: the whole way, to be copied line by line.</summary>
internal static class Walkthrough
{
    public static string Text(string url) => $$"""

        The gateway and its sandbox listen on {{url}}. The five-minute walk, ready to paste into a shell:

        # 1. register, and keep the token
        TOKEN=$(curl -s {{url}}/api/auth/register -H 'Content-Type: application/json' -d '{"email":"you@example.com","password":"correct horse","name":"You"}' | sed 's/.*"token":"\([^"]*\)".*/\1/')
        # (already registered? log in)
        [ ${#TOKEN} -gt 100 ] && case $TOKEN in *'{'*) false;; esac || TOKEN=$(curl -s {{url}}/api/auth/login -H 'Content-Type: application/json' -d '{"email":"you@example.com","password":"correct horse"}' | sed 's/.*"token":"\([^"]*\)".*/\1/')
        # 2. create an instance and connect it
        ID=$(curl -s {{url}}/api/instances -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"name":"first"}' | sed 's/.*"id":"\([^"]*\)".*/\1/')
        curl -s -X POST {{url}}/api/instances/$ID/connect -H "Authorization: Bearer $TOKEN"
        until curl -sf -o /dev/null {{url}}/api/instances/$ID/qr -H "Authorization: Bearer $TOKEN"; do sleep 1; done
        # 3. two simulated phones; the first scans the QR code
        curl -s {{url}}/sandbox/phones -H 'Content-Type: application/json' -d '{"number":"15550001"}'
        curl -s {{url}}/sandbox/phones -H 'Content-Type: application/json' -d '{"number":"15550002"}'
        CODE=$(curl -s {{url}}/api/instances/$ID/qr -H "Authorization: Bearer $TOKEN" | sed 's/.*"code":"\([^"]*\)".*/\1/')
        curl -s {{url}}/sandbox/phones/15550001/scan -H 'Content-Type: application/json' -d "{\"code\":\"$CODE\"}"
        until curl -s {{url}}/api/instances/$ID/status -H "Authorization: Bearer $TOKEN" | grep -q '"CONNECTED"'; do sleep 1; done
        # 4. a key for programs, and a message with it
        KEY=$(curl -s {{url}}/api/instances/$ID/api-keys -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"name":"shell"}' | sed 's/.*"key":"\([^"]*\)".*/\1/')
        curl -s {{url}}/api/messages/text -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d '{"to":"+15550002","text":"hello from the gateway"}'; sleep 1
        # 5. what the second phone shows; its answer; what the instance received
        curl -s {{url}}/sandbox/phones/15550002/messages
        curl -s {{url}}/sandbox/phones/15550002/messages -H 'Content-Type: application/json' -d '{"to":"15550001","text":"hello yourself"}'; sleep 1
        curl -s {{url}}/api/messages -H "Authorization: Bearer $KEY"

        """;
}
