from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

if False:
    def name(x):
        try:
            if x == 0:
                return 0
            if x == 1:
                return 1
            if x == 2:
                return 2
            if x == 3:
                return 3
            if x == 4:
                return 4
            if x == 5:
                return 5
            if x == 6:
                return 6
            if x == 7:
                return 7
            if x == 8:
                return 8
            if x == 9:
                return 9
            if x == 10:
                return 10
            if x == 11:
                return 11
            if x == 12:
                return 12
            if x == 13:
                return 13
            if x == 14:
                return 14
            if x == 15:
                return 15
            if x == 16:
                return 16
            if x == 17:
                return 17
            if x == 18:
                return 18
            if x == 19:
                return 19
            if x == 20:
                return 20
            if x == 21:
                return 21
            if x == 22:
                return 22
            if x == 23:
                return 23
            if x == 24:
                return 24
            if x == 25:
                return 25
            if x == 26:
                return 26
            if x == 27:
                return 27
            if x == 28:
                return 28
            if x == 29:
                return 29
            if x == 30:
                return 30
            if x == 31:
                return 31
            if x == 32:
                return 32
            if x == 33:
                return 33
            if x == 34:
                return 34
            if x == 35:
                return 35
            if x == 36:
                return 36
            if x == 37:
                return 37
            if x == 38:
                return 38
            if x == 39:
                return 39
            if x == 40:
                return 40
            if x == 41:
                return 41
            if x == 42:
                return 42
            if x == 43:
                return 43
            if x == 44:
                return 44
            if x == 45:
                return 45
            if x == 46:
                return 46
            if x == 47:
                return 47
            if x == 48:
                return 48
            if x == 49:
                return 49
            if x == 50:
                return 50
            if x == 51:
                return 51
            if x == 52:
                return 52
            if x == 53:
                return 53
            if x == 54:
                return 54
            if x == 55:
                return 55
            if x == 56:
                return 56
            if x == 57:
                return 57
            if x == 58:
                return 58
            if x == 59:
                return 59
            if x == 60:
                return 60
            if x == 61:
                return 61
            if x == 62:
                return 62
            if x == 63:
                return 63
            if x == 64:
                return 64
            if x == 65:
                return 65
            if x == 66:
                return 66
            if x == 67:
                return 67
            if x == 68:
                return 68
            if x == 69:
                return 69
            if x == 70:
                return 70
            if x == 71:
                return 71
            if x == 72:
                return 72
            if x == 73:
                return 73
            if x == 74:
                return 74
            if x == 75:
                return 75
            if x == 76:
                return 76
            if x == 77:
                return 77
            if x == 78:
                return 78
            if x == 79:
                return 79
            if x == 80:
                return 80
            if x == 81:
                return 81
            if x == 82:
                return 82
            if x == 83:
                return 83
            if x == 84:
                return 84
            if x == 85:
                return 85
            if x == 86:
                return 86
            if x == 87:
                return 87
            if x == 88:
                return 88
            if x == 89:
                return 89
            if x == 90:
                return 90
            if x == 91:
                return 91
            if x == 92:
                return 92
            if x == 93:
                return 93
            if x == 94:
                return 94
            if x == 95:
                return 95
            if x == 96:
                return 96
            if x == 97:
                return 97
            if x == 98:
                return 98
            if x == 99:
                return 99
            if x == 100:
                return 100
            if x == 101:
                return 101
            if x == 102:
                return 102
            if x == 103:
                return 103
            if x == 104:
                return 104
            if x == 105:
                return 105
            if x == 106:
                return 106
            if x == 107:
                return 107
            if x == 108:
                return 108
            if x == 109:
                return 109
            if x == 110:
                return 110
            if x == 111:
                return 111
            if x == 112:
                return 112
            if x == 113:
                return 113
            if x == 114:
                return 114
            if x == 115:
                return 115
            if x == 116:
                return 116
            if x == 117:
                return 117
            if x == 118:
                return 118
            if x == 119:
                return 119
            if x == 120:
                return 120
            if x == 121:
                return 121
            if x == 122:
                return 122
            if x == 123:
                return 123
            if x == 124:
                return 124
            if x == 125:
                return 125
            if x == 126:
                return 126
            if x == 127:
                return 127
            if x == 128:
                return 128
            if x == 129:
                return 129
            if x == 130:
                return 130
            if x == 131:
                return 131
            if x == 132:
                return 132
            if x == 133:
                return 133
            if x == 134:
                return 134
            if x == 135:
                return 135
            if x == 136:
                return 136
            if x == 137:
                return 137
            if x == 138:
                return 138
            if x == 139:
                return 139
            if x == 140:
                return 140
            if x == 141:
                return 141
            if x == 142:
                return 142
            if x == 143:
                return 143
            if x == 144:
                return 144
            if x == 145:
                return 145
            if x == 146:
                return 146
            if x == 147:
                return 147
            if x == 148:
                return 148
            if x == 149:
                return 149
            if x == 150:
                return 150
            if x == 151:
                return 151
            if x == 152:
                return 152
            if x == 153:
                return 153
            if x == 154:
                return 154
            if x == 155:
                return 155
            if x == 156:
                return 156
            if x == 157:
                return 157
            if x == 158:
                return 158
            if x == 159:
                return 159
            if x == 160:
                return 160
            if x == 161:
                return 161
            if x == 162:
                return 162
            if x == 163:
                return 163
            if x == 164:
                return 164
            if x == 165:
                return 165
            if x == 166:
                return 166
            if x == 167:
                return 167
            if x == 168:
                return 168
            if x == 169:
                return 169
            if x == 170:
                return 170
            if x == 171:
                return 171
            if x == 172:
                return 172
            if x == 173:
                return 173
            if x == 174:
                return 174
            if x == 175:
                return 175
            if x == 176:
                return 176
            if x == 177:
                return 177
            if x == 178:
                return 178
            if x == 179:
                return 179
            if x == 180:
                return 180
            if x == 181:
                return 181
            if x == 182:
                return 182
            if x == 183:
                return 183
            if x == 184:
                return 184
            if x == 185:
                return 185
            if x == 186:
                return 186
            if x == 187:
                return 187
            if x == 188:
                return 188
            if x == 189:
                return 189
            if x == 190:
                return 190
            if x == 191:
                return 191
            if x == 192:
                return 192
            if x == 193:
                return 193
            if x == 194:
                return 194
            if x == 195:
                return 195
            if x == 196:
                return 196
            if x == 197:
                return 197
            if x == 198:
                return 198
            if x == 199:
                return 199
            if x == 200:
                return 200
            if x == 201:
                return 201
            if x == 202:
                return 202
            if x == 203:
                return 203
            if x == 204:
                return 204
            if x == 205:
                return 205
            if x == 206:
                return 206
            if x == 207:
                return 207
            if x == 208:
                return 208
            if x == 209:
                return 209
            if x == 210:
                return 210
            if x == 211:
                return 211
            if x == 212:
                return 212
            if x == 213:
                return 213
            if x == 214:
                return 214
            if x == 215:
                return 215
            if x == 216:
                return 216
            if x == 217:
                return 217
            if x == 218:
                return 218
            if x == 219:
                return 219
            if x == 220:
                return 220
            if x == 221:
                return 221
            if x == 222:
                return 222
            if x == 223:
                return 223
            if x == 224:
                return 224
            if x == 225:
                return 225
            if x == 226:
                return 226
            if x == 227:
                return 227
            if x == 228:
                return 228
            if x == 229:
                return 229
            if x == 230:
                return 230
            if x == 231:
                return 231
            if x == 232:
                return 232
            if x == 233:
                return 233
            if x == 234:
                return 234
            if x == 235:
                return 235
            if x == 236:
                return 236
            if x == 237:
                return 237
            if x == 238:
                return 238
            if x == 239:
                return 239
            if x == 240:
                return 240
            if x == 241:
                return 241
            if x == 242:
                return 242
            if x == 243:
                return 243
            if x == 244:
                return 244
            if x == 245:
                return 245
            if x == 246:
                return 246
            if x == 247:
                return 247
            if x == 248:
                return 248
            if x == 249:
                return 249
        finally:
            y = x + 0
            y = x + 1
            y = x + 2
            y = x + 3
            y = x + 4
            y = x + 5
            y = x + 6
            y = x + 7
            y = x + 8
            y = x + 9
            y = x + 10
            y = x + 11
            y = x + 12
            y = x + 13
            y = x + 14
            y = x + 15
            y = x + 16
            y = x + 17
            y = x + 18
            y = x + 19
            y = x + 20
            y = x + 21
            y = x + 22
            y = x + 23
            y = x + 24
            y = x + 25
            y = x + 26
            y = x + 27
            y = x + 28
            y = x + 29
            y = x + 30
            y = x + 31
            y = x + 32
            y = x + 33
            y = x + 34
            y = x + 35
            y = x + 36
            y = x + 37
            y = x + 38
            y = x + 39
            y = x + 40
            y = x + 41
            y = x + 42
            y = x + 43
            y = x + 44
            y = x + 45
            y = x + 46
            y = x + 47
            y = x + 48
            y = x + 49
            y = x + 50
            y = x + 51
            y = x + 52
            y = x + 53
            y = x + 54
            y = x + 55
            y = x + 56
            y = x + 57
            y = x + 58
            y = x + 59
            y = x + 60
            y = x + 61
            y = x + 62
            y = x + 63
            y = x + 64
            y = x + 65
            y = x + 66
            y = x + 67
            y = x + 68
            y = x + 69
            y = x + 70
            y = x + 71
            y = x + 72
            y = x + 73
            y = x + 74
            y = x + 75
            y = x + 76
            y = x + 77
            y = x + 78
            y = x + 79
            y = x + 80
            y = x + 81
            y = x + 82
            y = x + 83
            y = x + 84
            y = x + 85
            y = x + 86
            y = x + 87
            y = x + 88
            y = x + 89
            y = x + 90
            y = x + 91
            y = x + 92
            y = x + 93
            y = x + 94
            y = x + 95
            y = x + 96
            y = x + 97
            y = x + 98
            y = x + 99
            y = x + 100
            y = x + 101
            y = x + 102
            y = x + 103
            y = x + 104
            y = x + 105
            y = x + 106
            y = x + 107
            y = x + 108
            y = x + 109
            y = x + 110
            y = x + 111
            y = x + 112
            y = x + 113
            y = x + 114
            y = x + 115
            y = x + 116
            y = x + 117
            y = x + 118
            y = x + 119
            y = x + 120
            y = x + 121
            y = x + 122
            y = x + 123
            y = x + 124
            y = x + 125
            y = x + 126
            y = x + 127
            y = x + 128
            y = x + 129
            y = x + 130
            y = x + 131
            y = x + 132
            y = x + 133
            y = x + 134
            y = x + 135
            y = x + 136
            y = x + 137
            y = x + 138
            y = x + 139
            y = x + 140
            y = x + 141
            y = x + 142
            y = x + 143
            y = x + 144
            y = x + 145
            y = x + 146
            y = x + 147
            y = x + 148
            y = x + 149
            y = x + 150
            y = x + 151
            y = x + 152
            y = x + 153
            y = x + 154
            y = x + 155
            y = x + 156
            y = x + 157
            y = x + 158
            y = x + 159
            y = x + 160
            y = x + 161
            y = x + 162
            y = x + 163
            y = x + 164
            y = x + 165
            y = x + 166
            y = x + 167
            y = x + 168
            y = x + 169
            y = x + 170
            y = x + 171
            y = x + 172
            y = x + 173
            y = x + 174
            y = x + 175
            y = x + 176
            y = x + 177
            y = x + 178
            y = x + 179
            y = x + 180
            y = x + 181
            y = x + 182
            y = x + 183
            y = x + 184
            y = x + 185
            y = x + 186
            y = x + 187
            y = x + 188
            y = x + 189
            y = x + 190
            y = x + 191
            y = x + 192
            y = x + 193
            y = x + 194
            y = x + 195
            y = x + 196
            y = x + 197
            y = x + 198
            y = x + 199
            y = x + 200
            y = x + 201
            y = x + 202
            y = x + 203
            y = x + 204
            y = x + 205
            y = x + 206
            y = x + 207
            y = x + 208
            y = x + 209
            y = x + 210
            y = x + 211
            y = x + 212
            y = x + 213
            y = x + 214
            y = x + 215
            y = x + 216
            y = x + 217
            y = x + 218
            y = x + 219
            y = x + 220
            y = x + 221
            y = x + 222
            y = x + 223
            y = x + 224
            y = x + 225
            y = x + 226
            y = x + 227
            y = x + 228
            y = x + 229
            y = x + 230
            y = x + 231
            y = x + 232
            y = x + 233
            y = x + 234
            y = x + 235
            y = x + 236
            y = x + 237
            y = x + 238
            y = x + 239
            y = x + 240
            y = x + 241
            y = x + 242
            y = x + 243
            y = x + 244
            y = x + 245
            y = x + 246
            y = x + 247
            y = x + 248
            y = x + 249
NS = "orders"

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
